/// Administration over HTTP: enrolment tokens, retention.
@NullMarked
package dev.spoor.server.http.administration;

import org.jspecify.annotations.NullMarked;
