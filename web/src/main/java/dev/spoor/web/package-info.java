/// Shell of the pages: layout, navigation, error page.
@NullMarked
package dev.spoor.web;

import org.jspecify.annotations.NullMarked;
