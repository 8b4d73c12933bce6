/// Tests of the shell, and a server with made-up data to look at pages.
@NullMarked
package dev.spoor.web;

import org.jspecify.annotations.NullMarked;
