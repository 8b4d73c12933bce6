package dev.spoor.evtx;

import java.util.List;

/// A tree with places for values, which many records of a chunk have in common.
///
/// @param size about how many characters it shows without its values
/// @param places the index of the value of each place, in order
/// @param weight of how many nodes it is made
record Template(List<Node> nodes, int size, int[] places, int weight) {}
