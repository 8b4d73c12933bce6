/// Notebooks: the list, and the page that hosts the notebook element.
@NullMarked
package dev.spoor.web.notebook;

import org.jspecify.annotations.NullMarked;
