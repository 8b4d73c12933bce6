/// What a query can call: functions and plugins with their signatures, help and permissions.
@NullMarked
package dev.spoor.vql.catalog;

import org.jspecify.annotations.NullMarked;
