package dev.spoor.web.host;

import dev.spoor.server.detection.Detections;
import dev.spoor.server.proof.DetectionBoard;
import dev.spoor.server.proof.DetectionTests;
import dev.spoor.server.proof.RetroHunts;

/// What the page of detections needs from the house.
public record ProofServices(
    Detections detections, DetectionTests tests, RetroHunts hunts, DetectionBoard board) {}
