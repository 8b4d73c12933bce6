/// What a person must look at: alerts, who is on them, and what was decided about a client, an
/// account or a notebook. Raised by detections and server event queries in their transaction.
@NullMarked
package dev.spoor.server.alert;

import org.jspecify.annotations.NullMarked;
