/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_FARF_H
#define QDA_FARF_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * FARF(HIGH, "%d pixels", n): a line for the DSP's log, which qda log prints.
 * Costs a message to the other side: not for inner loops. Lines of the RUNTIME levels
 * can be switched off while the code runs; ALWAYS is as HIGH.
 */

#define FARF_RUNTIME	32

enum farf_level {
	FARF_LEVEL_LOW = 0,
	FARF_LEVEL_MEDIUM = 1,
	FARF_LEVEL_HIGH = 2,
	FARF_LEVEL_ERROR = 3,
	FARF_LEVEL_FATAL = 4,
	FARF_LEVEL_ALWAYS = FARF_LEVEL_HIGH,
	FARF_LEVEL_RUNTIME_LOW = FARF_RUNTIME | FARF_LEVEL_LOW,
	FARF_LEVEL_RUNTIME_MEDIUM = FARF_RUNTIME | FARF_LEVEL_MEDIUM,
	FARF_LEVEL_RUNTIME_HIGH = FARF_RUNTIME | FARF_LEVEL_HIGH,
	FARF_LEVEL_RUNTIME_ERROR = FARF_RUNTIME | FARF_LEVEL_ERROR,
	FARF_LEVEL_RUNTIME_FATAL = FARF_RUNTIME | FARF_LEVEL_FATAL,
};

/* Of the DSP's runtime, and weak: without it nothing is printed. */
__attribute__((weak, format(printf, 4, 5)))
void HAP_debug_v2(int level, const char *file, int line, const char *format, ...);
__attribute__((weak, format(printf, 4, 5)))
void HAP_debug_runtime(int level, const char *file, int line, const char *format, ...);

#define FARF_PRINT(function, ...)						\
	do {									\
		if (function)							\
			function(__VA_ARGS__);					\
	} while (0)

#define FARF(level, ...)							\
	do {									\
		if (FARF_LEVEL_##level & FARF_RUNTIME)				\
			FARF_PRINT(HAP_debug_runtime, FARF_LEVEL_##level,	\
				   __FILE_NAME__, __LINE__, __VA_ARGS__);	\
		else								\
			FARF_PRINT(HAP_debug_v2, FARF_LEVEL_##level,		\
				   __FILE_NAME__, __LINE__, __VA_ARGS__);	\
	} while (0)

#ifdef __cplusplus
}
#endif

#endif
