package dev.spoor.web.event;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/// The page of events itself. It speaks to the public API alone; its question stands in the
/// address.
@Tag("spoor-events")
@JsModule("./spoor-events/spoor-events.ts")
final class EventElement extends Component {}
