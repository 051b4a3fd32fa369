// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: the log of a DSP
 *
 * Code on the DSP has no terminal: what it prints (FARF) goes into this log, and so does
 * the start and end of each PD. Each DSP keeps its last lines; a client of the root PD can
 * read them (service_adspmsgd.c). A line has one of two forms, with one blank between words:
 *
 *	DSP pd CLIENT thread THREAD LEVEL FILE:LINE: TEXT
 *	DSP pd CLIENT (NAME) EVENT
 *
 * CLIENT is the kernel's number of the PD's client, LEVEL one of low, medium, high,
 * error, fatal. Names and texts come from the guest and from code in PDs, so control
 * characters are replaced: they cannot forge a line.
 */
#include "fastrpc/farf.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "fastrpc/domain.h"
#include "fastrpc/process.h"

static const char *farf_level(unsigned int level)
{
	static const char *const names[] = { "low", "medium", "high", "error", "fatal" };

	return level < sizeof(names) / sizeof(names[0]) ? names[level] : "unknown";
}

/* Enter a line; what is too long is cut off. */
__attribute__((format(printf, 2, 3)))
static void farf_append(struct domain *d, const char *format, ...)
{
	char *line = d->farf.lines[d->farf.next++ % FARF_LINES];
	va_list args;

	va_start(args, format);
	vsnprintf(line, FARF_LINE_SIZE, format, args);
	va_end(args);
	for (; *line; line++)
		if ((unsigned char)*line < ' ' || *line == 0x7f)
			*line = ' ';
	d->due = true;
}

/**
 * farf_print() - Log what code in a PD has printed.
 * @thread: which thread of it
 * @level: 0 low, 1 medium, 2 high, 3 error, 4 fatal
 * @file: source file, of which the last part counts
 * @line: in it
 * @text: what it says; each line of it becomes one, empty ones none
 */
void farf_print(struct domain *d, const struct process *pd, unsigned int thread,
		unsigned int level, const char *file, unsigned int line, const char *text)
{
	const char *slash = strrchr(file, '/');

	while (*text) {
		size_t len = strcspn(text, "\n");

		if (len)
			farf_append(d, "%s pd %d thread %u %s %.64s:%u: %.*s", d->label,
				    pd->client_id, thread, farf_level(level),
				    slash ? slash + 1 : file, line,
				    len < FARF_LINE_SIZE ? (int)len : (int)FARF_LINE_SIZE, text);
		text += len;
		text += *text == '\n';
	}
}

/**
 * farf_event() - Log what has become of a PD.
 * @format: as for printf(), one line without a newline at the end
 *
 * Clients of the root PD are not logged: the reader of the log is one.
 */
void farf_event(struct domain *d, const struct process *pd, const char *format, ...)
{
	char event[FARF_LINE_SIZE];
	va_list args;

	if (pd->type != PROCESS_USER)
		return;
	va_start(args, format);
	vsnprintf(event, sizeof(event), format, args);
	va_end(args);
	farf_append(d, "%s pd %d (%s) %s", d->label, pd->client_id, pd->name, event);
}

/**
 * farf_oldest() - Number of the oldest line that is still there.
 *
 * Return: its number; that of the next line if there is none.
 */
uint64_t farf_oldest(const struct farf *f)
{
	return f->next > FARF_LINES ? f->next - FARF_LINES : 0;
}

/**
 * farf_line() - A line.
 * @number: its number, at least farf_oldest()
 *
 * Return: the line, until the next one is logged; NULL if it is yet to come.
 */
const char *farf_line(const struct farf *f, uint64_t number)
{
	return number < f->next ? f->lines[number % FARF_LINES] : NULL;
}

/**
 * farf_next() - The next line for a reader, or how many it has missed.
 * @number: of the line that it wants
 * @lost: room for a text of @size bytes
 * @next: gets the number of the line that it wants after this one
 *
 * Return: the text, until the next line is logged; NULL if there is none.
 */
const char *farf_next(const struct domain *d, uint64_t number, char *lost, size_t size,
		      uint64_t *next)
{
	uint64_t oldest = farf_oldest(&d->farf);

	if (number < oldest) {
		snprintf(lost, size, "%s lost %llu lines", d->label,
			 (unsigned long long)(oldest - number));
		*next = oldest;
		return lost;
	}
	*next = number + 1;
	return farf_line(&d->farf, number);
}
