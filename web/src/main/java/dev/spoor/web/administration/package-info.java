/// Users, tokens, secrets, enrolment, retention, the audit.
@NullMarked
package dev.spoor.web.administration;

import org.jspecify.annotations.NullMarked;
