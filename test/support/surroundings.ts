/** What guild, and what it starts, take from their surroundings as settings. */
const SETTINGS = [
  /^(GUILD|LOG|NO|STOP_AFTER|MAX_DEFAULT|RUN|FLAGS|DOWNLOAD)_(?!PROXY$)/,
  /^(PROJECT_DIR|CUDA_VISIBLE_DEVICES|COLUMNS|LINES|EDITOR|VISUAL|PAGER|LESS|SHELL|DISPLAY|WAYLAND_DISPLAY|FORCE_COLOR)$/,
  /^(PYTHON(?!HOME$|USERBASE$)|NODE_OPTIONS$|HANDLE_KEYBOARD_INTERRUPT$)/
] as const

/** The environment of the tests without what would decide how guild behaves. Python leaves no compiled files beside scripts. */
export const surroundings = (): Readonly<Record<string, string | undefined>> => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !SETTINGS.some((each) => each.test(name)))),
  PYTHONDONTWRITEBYTECODE: "1"
})
