/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_FARF_H
#define VDSP_FARF_H

#include <stddef.h>
#include <stdint.h>

struct domain;
struct process;

#define FARF_LINES	512u
#define FARF_LINE_SIZE	256u	/* with NUL; readers of the guest take no more */

/**
 * struct farf - the last lines that a DSP has logged
 */
struct farf {
	/** @next: number of the next line; the first one was number 0 */
	uint64_t next;
	/** @lines: line n at n % FARF_LINES */
	char lines[FARF_LINES][FARF_LINE_SIZE];
};

void farf_print(struct domain *d, const struct process *pd, unsigned int thread,
		unsigned int level, const char *file, unsigned int line, const char *text);
void farf_event(struct domain *d, const struct process *pd, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
uint64_t farf_oldest(const struct farf *f);
const char *farf_line(const struct farf *f, uint64_t number);
const char *farf_next(const struct domain *d, uint64_t number, char *lost, size_t size,
		      uint64_t *next);

#endif /* VDSP_FARF_H */
