package dev.spoor.web.monitoring;

import java.util.List;

/// Lines to try a pattern on before anything was stored: for each kind of value, some that are
/// meant and some that only look like it.
final class Samples {
  private Samples() {}

  static List<String> of(String artifact, String parameter) {
    boolean windows = artifact.startsWith("Windows.");
    if (parameter.endsWith("CommandLineRegex")) {
      return windows
          ? List.of(
              "schtasks /Create /SC minute /mo 5 /TN WindowsUpdateCheck /TR C:/Perflog/m.exe /ru"
                  + " system /s srv_dc01 /u adm_peter /p adminpw",
              "SCHTASKS /S srv_fs02 /Run /TN OneDriveSync",
              "C:\\Users\\k.lund\\lolbin.exe /Create /SC onlogon /s srv_fs02 /p Winter26",
              "schtasks /Query /TN GoogleUpdateTaskMachineCore")
          : List.of(
              "systemd-run --on-calendar=*:0/5 --unit=WindowsUpdateCheck /tmp/.m",
              "systemd-run -H adm_peter@srv_dc01 --on-active=30 /tmp/.m",
              "/tmp/lolbin --on-calendar=daily /bin/true",
              "systemctl list-timers");
    }
    if (parameter.endsWith("UserRegex")) {
      return windows
          ? List.of("adm_peter", "CORP\\svc_iis", "k.lund", "WS-0419$")
          : List.of("adm_peter", "svc_iis", "root", "k.lund");
    }
    if (parameter.endsWith("ImageRegex")) {
      return windows
          ? List.of(
              "C:\\Windows\\System32\\schtasks.exe", "C:\\Users\\k.lund\\Downloads\\lolbin.exe")
          : List.of("/usr/bin/systemd-run", "/tmp/lolbin");
    }
    if (parameter.equals("OriginalFileNameRegex")) {
      return windows ? List.of("schtasks.exe", "mmc.exe") : List.of("systemd-run", "true");
    }
    return List.of("");
  }
}
