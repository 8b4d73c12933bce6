/// Clients: search, presence, labels, what each one watches, and how to add one.
@NullMarked
package dev.spoor.web.client;

import org.jspecify.annotations.NullMarked;
