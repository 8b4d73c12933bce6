/// The one place that knows how Vaadin is hosted.
@NullMarked
package dev.spoor.web.host;

import org.jspecify.annotations.NullMarked;
