/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_DEBUG_H
#define HAP_DEBUG_H

/* Lines for the DSP's log; FARF() of HAP_farf.h is how they are usually written. */
#define HAP_LEVEL_LOW 0
#define HAP_LEVEL_MEDIUM 1
#define HAP_LEVEL_HIGH 2
#define HAP_LEVEL_ERROR 3
#define HAP_LEVEL_FATAL 4
#define HAP_LEVEL_CRITICAL 5
#define HAP_LEVEL_RUNTIME (1 << 5)

#ifdef __cplusplus
extern "C" {
#endif

/* Weak, as generated code asks whether it is there. */
__attribute__((weak, format(printf, 4, 5)))
void HAP_debug_v2(int level, const char *file, int line, const char *format, ...);
__attribute__((format(printf, 4, 5)))
void HAP_debug_runtime(int level, const char *file, int line, const char *format, ...);
void HAP_debug(const char *text, int level, const char *file, int line);
int HAP_setFARFRuntimeLoggingParams(unsigned int mask, const char *files[],
				    unsigned short count);

#ifdef __cplusplus
}
#endif

#endif
