/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_FARF_H
#define QDA_FARF_H

/*
 * FARF(HIGH, "%d pixels", n): a line for the DSP's log, which qda log prints.
 * Costs a message to the other side: not for inner loops.
 */

enum farf_level {
	FARF_LEVEL_LOW = 0,
	FARF_LEVEL_MEDIUM = 1,
	FARF_LEVEL_HIGH = 2,
	FARF_LEVEL_ERROR = 3,
	FARF_LEVEL_FATAL = 4,
};

/* Of the DSP's runtime, and weak: without it nothing is printed. */
__attribute__((weak, format(printf, 4, 5)))
void HAP_debug_v2(int level, const char *file, int line, const char *format, ...);

#define FARF(level, ...)							\
	do {									\
		if (HAP_debug_v2)						\
			HAP_debug_v2(FARF_LEVEL_##level, __FILE_NAME__,		\
				     __LINE__, __VA_ARGS__);			\
	} while (0)

#endif
