/// The detections: rules and artifacts with their tests, what they cover, how often they match.
@NullMarked
package dev.spoor.web.detection;

import org.jspecify.annotations.NullMarked;
