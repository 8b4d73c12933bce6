package dev.spoor.web.host;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a view that a visitor who is not logged in may see; every other view sends to the login.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Visitors {}
