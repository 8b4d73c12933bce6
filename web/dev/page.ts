import '../src/main/frontend/theme/theme.ts';
import '../src/main/frontend/spoor-notebook/spoor-notebook.ts';
