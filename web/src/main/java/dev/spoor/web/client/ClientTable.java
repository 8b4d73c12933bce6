package dev.spoor.web.client;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridMultiSelectionModel;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.spoor.server.identity.ClientId;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The columns of the clients' table; what is chosen stays chosen when rows change.
final class ClientTable extends Grid<ClientRow> {
  private transient List<ClientRow> shown = List.of();
  private transient @Nullable ClientId inspected;

  ClientTable(boolean mayChoose) {
    addClassName("list");
    setSelectionMode(mayChoose ? SelectionMode.MULTI : SelectionMode.NONE);
    if (getSelectionModel() instanceof GridMultiSelectionModel<ClientRow> model) {
      model.setSelectionColumnFrozen(true);
    }
    addColumn(
            LitRenderer.<ClientRow>of("<bdi class='title' title=${item.host}>${item.host}</bdi>")
                .withProperty("host", ClientRow::hostname))
        .setHeader("Hostname")
        .setComparator(ClientRow::hostname)
        .setWidth("150px");
    addColumn(
            LitRenderer.<ClientRow>of("<bdi class='quiet-2'>${item.os}</bdi>")
                .withProperty("os", ClientRow::os))
        .setHeader("System")
        .setComparator(ClientRow::os)
        .setWidth("130px");
    addColumn(
            LitRenderer.<ClientRow>of(
                    "${item.labels.map(label => html`<bdi class='label' title=${label}>${label}</bdi>`)}")
                .withProperty(
                    "labels",
                    row -> row.client().labels().stream().sorted().map(Plain::text).toList()))
        .setHeader("Labels")
        .setFlexGrow(2)
        .setWidth("120px");
    addColumn(
            LitRenderer.<ClientRow>of("<span class='mono quiet-2'>${item.address}</span>")
                .withProperty("address", ClientRow::address))
        .setHeader("Address")
        .setFlexGrow(0)
        .setWidth("140px");
    addColumn(
            LitRenderer.<ClientRow>of(
                    "<span class='presence ${item.on}' title=${item.exact}>${item.seen}</span>")
                .withProperty("on", row -> row.client().isConnected() ? "on" : "off")
                .withProperty("seen", ClientRow::seen)
                .withProperty("exact", row -> Words.exact(row.client().lastSeen())))
        .setHeader("Last seen")
        .setComparator(row -> row.client().lastSeen())
        .setFlexGrow(0)
        .setWidth("110px");
    addColumn(
            LitRenderer.<ClientRow>of(
                    "<span class='state ${item.icon}'><spoor-icon"
                        + " name=${item.icon}></spoor-icon>${item.word}</span>")
                .withProperty("icon", row -> row.state().icon())
                .withProperty("word", row -> row.state().word()))
        .setHeader("Monitoring")
        .setFlexGrow(0)
        .setWidth("150px");
    setPartNameGenerator(row -> row.client().id().equals(inspected) ? "inspected" : null);
  }

  Set<ClientId> chosen() {
    return getSelectedItems().stream().map(row -> row.client().id()).collect(Collectors.toSet());
  }

  void inspect(@Nullable ClientId id) {
    inspected = id;
    getDataProvider().refreshAll();
  }

  /// Shows rows; false when they are the ones that it shows.
  boolean show(List<ClientRow> rows) {
    if (rows.equals(shown)) {
      return false;
    }
    Set<ClientId> chosen = chosen();
    shown = rows;
    setItems(rows);
    setVisible(!rows.isEmpty());
    rows.stream().filter(row -> chosen.contains(row.client().id())).forEach(this::select);
    return true;
  }
}
