package dev.spoor.server.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/// Rows like those of an estate: mostly process creations, then network, logons and registry; about
/// 1,300 bytes and 32 leaves each, a third of the command lines distinct. The same for the same
/// seed.
final class GeneratedRows {
  private static final String[] IMAGES = {
    "C:\\\\Windows\\\\System32\\\\cmd.exe",
    "C:\\\\Windows\\\\System32\\\\schtasks.exe",
    "C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1.0\\\\powershell.exe",
    "C:\\\\Windows\\\\System32\\\\svchost.exe",
    "C:\\\\Program Files\\\\Google\\\\Chrome\\\\Application\\\\chrome.exe",
    "C:\\\\Program Files (x86)\\\\Microsoft\\\\Edge\\\\Application\\\\msedge.exe",
    "C:\\\\Windows\\\\System32\\\\reg.exe",
    "C:\\\\Windows\\\\System32\\\\wbem\\\\WMIC.exe"
  };
  private static final String[] COMMANDS = {
    "schtasks /Create /SC minute /mo 5 /TN WindowsUpdateCheck /TR C:\\\\Perflog\\\\m%d.exe /ru system",
    "cmd.exe /c ping -n 1 10.0.%d.17",
    "C:\\\\Windows\\\\system32\\\\svchost.exe -k netsvcs -p -s Schedule",
    "powershell.exe -NoProfile -EncodedCommand SQBFAFgAIAAoAE4AZQB3AC0ATwBi%d",
    "C:\\\\Windows\\\\system32\\\\svchost.exe -k LocalService",
    "reg.exe query HKLM\\\\SOFTWARE\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Run",
    "\\\"C:\\\\Program Files\\\\Google\\\\Chrome\\\\Application\\\\chrome.exe\\\" --type=renderer"
        + " --field-trial-handle=%d --lang=en-US --device-scale-factor=1",
    "wmic process list brief",
    "ps aux"
  };
  private static final String[] ARTIFACTS = {
    "Windows.Detection.ProcessCreation",
    "Windows.Events.Network",
    "Windows.Events.Logons",
    "Windows.Events.Registry"
  };

  private final Random random;

  GeneratedRows(long seed) {
    this.random = new Random(seed);
  }

  static String artifact(int number) {
    int kind = number % 10;
    return ARTIFACTS[kind < 6 ? 0 : kind < 8 ? 1 : kind == 8 ? 2 : 3];
  }

  byte[] row(int client) {
    int user = random.nextInt(420);
    String image = IMAGES[random.nextInt(IMAGES.length)];
    String command =
        String.format(
            Locale.ROOT,
            COMMANDS[random.nextInt(COMMANDS.length)],
            random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(1 << 30));
    StringBuilder row = new StringBuilder(1_500);
    row.append(
            "{\"System\":{\"Provider\":{\"Name\":\"Microsoft-Windows-Sysmon\",\"Guid\":\"{5770385F")
        .append("-C22A-43E0-BF4C-06F5698FFBD9}\"},\"EventID\":1,\"Version\":5,\"Level\":4,")
        .append("\"Task\":1,\"Opcode\":0,\"Keywords\":\"0x8000000000000000\",\"EventRecordID\":")
        .append(random.nextInt(1 << 28))
        .append(",\"Execution\":{\"ProcessID\":2136,\"ThreadID\":3420},\"Channel\":")
        .append("\"Microsoft-Windows-Sysmon/Operational\",\"Computer\":\"ws-")
        .append(client)
        .append(".corp.example\",\"Security\":{\"UserID\":\"S-1-5-18\"}},\"EventData\":{")
        .append("\"RuleName\":\"-\",\"UtcTime\":\"2026-09-21 10:")
        .append(10 + random.nextInt(50))
        .append(':')
        .append(10 + random.nextInt(50))
        .append('.')
        .append(100 + random.nextInt(900))
        .append("\",\"ProcessGuid\":\"")
        .append(guid())
        .append("\",\"ProcessId\":")
        .append(random.nextInt(30_000))
        .append(",\"Image\":\"")
        .append(image)
        .append("\",\"FileVersion\":\"10.0.17763.1 (WinBuild.160101.0800)\",\"Description\":\"")
        .append("Windows component\",\"Product\":\"Microsoft Windows Operating System\",")
        .append("\"Company\":\"Microsoft Corporation\",\"OriginalFileName\":\"component.exe\",")
        .append("\"CommandLine\":\"")
        .append(command)
        .append("\",\"CurrentDirectory\":\"C:\\\\Windows\\\\system32\\\\\",\"User\":\"CORP\\\\user")
        .append(user)
        .append("\",\"LogonGuid\":\"")
        .append(guid())
        .append("\",\"LogonId\":")
        .append(1_000 + user)
        .append(",\"TerminalSessionId\":0,\"IntegrityLevel\":\"System\",\"Hashes\":\"SHA256=")
        .append(hash(image.hashCode()))
        .append("\",\"ParentProcessGuid\":\"")
        .append(guid())
        .append("\",\"ParentProcessId\":")
        .append(random.nextInt(3_000))
        .append(",\"ParentImage\":\"C:\\\\Windows\\\\System32\\\\services.exe\",")
        .append("\"ParentCommandLine\":\"C:\\\\Windows\\\\system32\\\\services.exe\",")
        .append("\"ParentUser\":\"NT AUTHORITY\\\\SYSTEM\"}}");
    return row.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String guid() {
    return String.format(
        Locale.ROOT,
        "{%08x-%04x-%04x-0000-%012x}",
        random.nextInt(),
        random.nextInt(1 << 16),
        random.nextInt(1 << 16),
        random.nextLong() & 0xFFFFFFFFFFFFL);
  }

  private static String hash(int of) {
    Random fixed = new Random(of);
    return String.format(
        Locale.ROOT,
        "%016X%016X%016X%016X",
        fixed.nextLong(),
        fixed.nextLong(),
        fixed.nextLong(),
        7);
  }
}
