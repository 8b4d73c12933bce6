// A page that draws its own top bar asks for the navigation by an event.
addEventListener('spoor-open-drawer', () => {
  const layout = document.querySelector<HTMLElement & { drawerOpened: boolean }>('vaadin-app-layout');
  if (layout) layout.drawerOpened = true;
});
