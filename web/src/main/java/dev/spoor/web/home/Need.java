package dev.spoor.web.home;

/// One thing that somebody should look at.
///
/// @param icon of the shell; the worst are `error`
/// @param verb on the way to it
/// @param path of the page where it is dealt with
record Need(String icon, String what, String why, String verb, String path) {}
