package dev.spoor.web.alert;

/// What a key or a button asks the page to do with the selected alert, or with those that are
/// chosen.
interface AlertKeys {
  void move(int step);

  /// Out of the detail, or of what is chosen.
  void leave();

  void acknowledge();

  void reopen();

  void assign();

  void snooze();

  void closeAlert();

  void openNotebook();
}
