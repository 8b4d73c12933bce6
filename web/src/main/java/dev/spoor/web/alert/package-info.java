/// The alert inbox: list and detail, triage by keys, decisions of a case.
@NullMarked
package dev.spoor.web.alert;

import org.jspecify.annotations.NullMarked;
