# Runs an R script as an operation: Rscript op_main.R SCRIPT [ARGS] [--] FLAGS
#
# FLAGS_DEST in the environment says where the flags go: to the script's arguments (args, or unset), to its top-level
# variables (globals), or into one list (global:NAME, dict:NAME). Base R only.

local({
  fail <- function(...) {
    cat("guild: ", ..., "\n", sep = "", file = stderr())
    quit(save = "no", status = 1)
  }

  words <- list(
    "~" = NULL, "null" = NULL, "Null" = NULL, "NULL" = NULL,
    "yes" = TRUE, "Yes" = TRUE, "true" = TRUE, "True" = TRUE, "TRUE" = TRUE, "on" = TRUE,
    "no" = FALSE, "No" = FALSE, "false" = FALSE, "False" = FALSE, "FALSE" = FALSE, "off" = FALSE,
    ".inf" = Inf, "-.inf" = -Inf, ".nan" = NaN
  )
  nulls <- c("~", "null", "Null", "NULL")
  number <- "^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$"
  run_id <- "^[0-9]+e[0-9]+$"

  # The value that a flag's text stands for: one line of YAML in flow style. A whole number is numeric here; where the
  # script's own value is an integer it becomes one.
  decode <- function(text) {
    size <- nchar(text)
    if (size >= 2 && substr(text, 1, 1) == "'" && substr(text, size, size) == "'")
      return(gsub("''", "'", substr(text, 2, size - 1), fixed = TRUE))
    if (size >= 2 && substr(text, 1, 1) == "[" && substr(text, size, size) == "]" && !grepl(":", text, fixed = TRUE)) {
      inner <- trimws(substr(text, 2, size - 1))
      if (inner == "") return(list())
      items <- lapply(trimws(strsplit(inner, ",", fixed = TRUE)[[1]]), decode)
      simple <- all(vapply(items, function(item) length(item) == 1, logical(1)))
      same <- simple && length(unique(vapply(items, function(item) class(item)[1], ""))) == 1
      return(if (same) unlist(items) else items)
    }
    if (text %in% nulls) return(NULL)
    if (text %in% names(words)) return(words[[text]])
    if (grepl(run_id, text) && size >= 3 && size <= 8) return(text)
    if (grepl(number, text)) return(as.numeric(text))
    text
  }

  # The arguments before and after the last `--`; without one, all of them may be flags.
  split_args <- function(args) {
    marks <- which(args == "--")
    if (length(marks) == 0) return(list(other = character(0), flags = args))
    last <- marks[length(marks)]
    list(other = args[seq_len(last - 1)], flags = args[seq_along(args) > last])
  }

  # Values by name (a name for NULL included), and the arguments that are no flags.
  args_to_flags <- function(args) {
    parts <- split_args(args)
    other <- parts$other
    values <- list()
    name <- NULL
    for (arg in parts$flags) {
      if (substr(arg, 1, 2) == "--") {
        if (!is.null(name)) values[[name]] <- TRUE
        name <- substr(arg, 3, nchar(arg))
      } else if (!is.null(name)) {
        values[name] <- list(decode(arg))
        name <- NULL
      } else {
        other <- c(other, arg)
      }
    }
    if (!is.null(name)) values[[name]] <- TRUE
    list(values = values, other = other)
  }

  # The script sees its own arguments, whatever it asks them with.
  set_args <- function(script, args) {
    own <- function(trailingOnly = FALSE)
      if (trailingOnly) args else c("R", "--no-echo", "--no-restore", paste0("--file=", script), "--args", args)
    base <- baseenv()
    unlockBinding("commandArgs", base)
    assign("commandArgs", own, envir = base)
    lockBinding("commandArgs", base)
  }

  # Sets one value in nested lists, making those that are missing.
  set_path <- function(target, path, value) {
    if (!is.list(target)) target <- as.list(target)
    if (length(path) == 1) {
      target[path] <- list(value)
    } else {
      target[path[1]] <- list(set_path(target[[path[1]]], path[-1], value))
    }
    target
  }

  merged <- function(target, path, values) {
    for (name in names(values)) target <- set_path(target, c(path, strsplit(name, ".", fixed = TRUE)[[1]]), values[[name]])
    target
  }

  is_assignment <- function(expr)
    is.call(expr) && length(expr) == 3 && is.symbol(expr[[1]]) && as.character(expr[[1]]) %in% c("<-", "=") &&
      (is.symbol(expr[[2]]) || is.character(expr[[2]]))

  like_original <- function(value, original)
    if (is.integer(original) && is.numeric(value) && length(value) == 1 && is.finite(value) && value == round(value) &&
          abs(value) <= .Machine$integer.max) as.integer(value) else value

  # Evaluates the script, its first assignment of each name as `change` has it; NULL leaves an assignment as it is.
  run <- function(script, change) {
    exprs <- tryCatch(parse(script, keep.source = TRUE), error = function(e) fail(conditionMessage(e)))
    lines <- vapply(attr(exprs, "srcref"), function(ref) as.integer(ref)[1], integer(1))
    changed <- character(0)
    for (i in seq_along(exprs)) {
      expr <- exprs[[i]]
      name <- if (is_assignment(expr)) as.character(expr[[2]]) else ""
      if (name != "" && !(name %in% changed)) {
        replaced <- change(name, expr)
        if (!is.null(replaced)) {
          changed <- c(changed, name)
          expr <- replaced
        }
      }
      shown <- withCallingHandlers(
        withVisible(eval(expr, globalenv())),
        error = function(e) cat("In ", script, ", line ", lines[i], ":\n", sep = "", file = stderr())
      )
      if (shown$visible) print(shown$value)
    }
  }

  args <- commandArgs(trailingOnly = TRUE)
  if (length(args) == 0) fail("missing script: Rscript op_main.R SCRIPT [ARGS] [--] FLAGS")
  script <- args[1]
  if (!file.exists(script)) fail("No such script: ", script)
  dest <- Sys.getenv("FLAGS_DEST", "args")
  if (dest == "") dest <- "args"

  if (dest == "args" || startsWith(dest, "args:")) {
    parts <- split_args(args[-1])
    set_args(script, c(parts$other, parts$flags))
    run(script, function(name, expr) NULL)
  } else if (dest == "globals") {
    parts <- args_to_flags(args[-1])
    set_args(script, parts$other)
    for (name in names(parts$values)) assign(name, parts$values[[name]], envir = globalenv())
    run(script, function(name, expr) {
      if (!(name %in% names(parts$values))) return(NULL)
      expr[3] <- list(like_original(parts$values[[name]], expr[[3]]))
      expr
    })
  } else if (grepl("^(global|dict|namespace):.", dest)) {
    parts <- args_to_flags(args[-1])
    set_args(script, parts$other)
    path <- strsplit(sub("^[a-z]+:", "", dest), ".", fixed = TRUE)[[1]]
    merge <- function(assigned) merged(assigned, path[-1], parts$values)
    assign(path[1], merge(list()), envir = globalenv())
    run(script, function(name, expr) {
      if (name != path[1]) return(NULL)
      expr[[3]] <- as.call(list(merge, expr[[3]]))
      expr
    })
  } else {
    fail("unsupported flags dest '", dest, "': use args, globals, global:NAME, dict:NAME or namespace:NAME")
  }
})
