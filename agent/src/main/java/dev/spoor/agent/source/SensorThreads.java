package dev.spoor.agent.source;

/// The one place that makes the sensors' threads: named platform threads that never hold up an
/// exit.
public final class SensorThreads {
  private SensorThreads() {}

  public static Thread start(String name, Runnable work) {
    return Thread.ofPlatform().name(name).daemon(true).start(work);
  }
}
