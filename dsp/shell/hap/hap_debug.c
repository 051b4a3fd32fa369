// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The log: what FARF becomes.
 */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "guest/guest.h"
#include "os/export.h"
#include "os/thread.h"

/* Levels: 0 low to 4 fatal, 5 critical; 16 more from FastRPC's own code. */
#define HAP_DEBUG_RPC		16u
#define HAP_DEBUG_RUNTIME	32u
#define HAP_DEBUG_LEVEL_MASK	7u
#define HAP_DEBUG_FATAL		4u

/*
 * On a DSP the run-time levels are off until they are asked for. Here they are on:
 * people who read the log of a virtual DSP want to see them.
 */
static unsigned int hap_debug_mask = ~0u;

static unsigned int hap_debug_level(int level)
{
	unsigned int plain = (unsigned int)level & ~(HAP_DEBUG_RPC | HAP_DEBUG_RUNTIME);

	plain &= HAP_DEBUG_LEVEL_MASK;
	return plain > HAP_DEBUG_FATAL ? HAP_DEBUG_FATAL : plain;
}

static void hap_debug_print(int level, const char *file, int line, const char *text)
{
	const char *slash = file ? strrchr(file, '/') : NULL;

	if (!file)
		file = "?";
	upcall_log(hap_debug_level(level), slash ? slash + 1 : file, (unsigned int)line, text);
}

void HAP_debug(const char *text, int level, const char *file, int line)
{
	hap_debug_print(level, file, line, text);
}
EXPORT(HAP_debug);

void HAP_debug_v2(int level, const char *file, int line, const char *format, ...)
{
	struct thread *self = thread_current();
	va_list args;

	va_start(args, format);
	vsnprintf(self->message, sizeof(self->message), format, args);
	va_end(args);
	hap_debug_print(level, file, line, self->message);
}
EXPORT(HAP_debug_v2);

void HAP_debug_runtime(int level, const char *file, int line, const char *format, ...)
{
	struct thread *self = thread_current();
	va_list args;

	if (!(hap_debug_mask >> hap_debug_level(level) & 1))
		return;
	va_start(args, format);
	vsnprintf(self->message, sizeof(self->message), format, args);
	va_end(args);
	hap_debug_print(level, file, line, self->message);
}
EXPORT(HAP_debug_runtime);

/* The list of source files that shall log is not looked at: all do. */
int HAP_setFARFRuntimeLoggingParams(unsigned int mask, const char *files[], unsigned short count)
{
	(void)files;
	(void)count;
	hap_debug_mask = mask;
	return 0;
}
EXPORT(HAP_setFARFRuntimeLoggingParams);
