// Runs before the first paint, so that a remembered choice of light or dark does not flash.
try {
  const theme = localStorage.getItem('lotse-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.kernTheme = theme;
} catch { /* storage is off: the system setting rules */ }
