// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * FARF on this side: lines of the program's own code, such as generated stubs,
 * for the system's log.
 */
#include <stdarg.h>
#include <stdio.h>
#include <syslog.h>

#define FARF_LINE	256

__attribute__((format(printf, 4, 5)))
void HAP_debug_v2(int level, const char *file, int line, const char *format, ...);
__attribute__((format(printf, 4, 5)))
void HAP_debug_runtime(int level, const char *file, int line,
		       const char *format, ...);

void HAP_debug(const char *msg, int level, const char *file, int line);

/* The levels of HAP_debug.h: low, medium, high, error, fatal, critical. */
static int farf_priority(int level)
{
	static const int priorities[] = {
		LOG_DEBUG, LOG_INFO, LOG_INFO, LOG_ERR, LOG_CRIT, LOG_CRIT,
	};
	int index = level & 0xf;

	return index < (int)(sizeof(priorities) / sizeof(priorities[0])) ?
	       priorities[index] : LOG_INFO;
}

void HAP_debug_v2(int level, const char *file, int line, const char *format, ...)
{
	char text[FARF_LINE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	syslog(farf_priority(level), "%s:%d: %s", file ? file : "?", line, text);
}

void HAP_debug(const char *msg, int level, const char *file, int line)
{
	HAP_debug_v2(level, file, line, "%s", msg ? msg : "");
}

/* These lines are off until somebody asks for them, which nobody can here. */
void HAP_debug_runtime(int level, const char *file, int line,
		       const char *format, ...)
{
	(void)level;
	(void)file;
	(void)line;
	(void)format;
}
