// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: reports
 *
 * Errors and warnings, with the line that they are about and a mark below it:
 *
 *	sum.idl:3:15: error: 'lnog' is not declared
 *	    3 |    long sum(in lnog a);
 *	      |                ^~~~
 */
#include <stdio.h>
#include <string.h>

#include "base/report.h"

/* More help nobody. */
#define REPORT_ERRORS_MAX	20

/* A line is shown up to here. */
#define REPORT_COLUMNS		200

/* The files that include this one, the outermost last. */
static void report_includers(struct report *report, const struct source *source)
{
	size_t start;

	for (; source->includer; source = source->includer)
		text_printf(&report->text, "%s:%zu: in a file that is included here:\n",
			    source->includer->path,
			    source_line(source->includer, source->at, &start));
}

/* The line and the mark. What cannot be printed is shown as a dot. */
static void report_line(struct report *report, struct span span, size_t line, size_t start)
{
	const struct source *source = span.source;
	size_t shown = 0, column = span.start - start, length = 1;

	text_printf(&report->text, "%5zu | ", line);
	for (size_t i = start; i < source->size && source->text[i] != '\n' &&
	     shown < REPORT_COLUMNS; i++, shown++) {
		unsigned char c = (unsigned char)source->text[i];

		if (c == '\r')
			break;
		text_printf(&report->text, "%c", c == '\t' ? ' ' : c < ' ' || c == 0x7f ? '.' : c);
	}
	if (column > shown) {
		text_printf(&report->text, "\n");
		return;
	}
	text_printf(&report->text, "\n      | %*s^", (int)column, "");
	for (; span.start + length < span.end && column + length < shown; length++)
		text_printf(&report->text, "~");
	text_printf(&report->text, "\n");
}

__attribute__((format(printf, 4, 0)))
static void report_add(struct report *report, struct span span, const char *kind,
		       const char *format, va_list list)
{
	size_t line, start;

	if (!span.source) {
		text_printf(&report->text, "qda-idl: %s: ", kind);
		text_vprintf(&report->text, format, list);
		text_printf(&report->text, "\n");
		return;
	}
	report_includers(report, span.source);
	line = source_line(span.source, span.start, &start);
	text_printf(&report->text, "%s:%zu:%zu: %s: ", span.source->path, line,
		    span.start - start + 1, kind);
	text_vprintf(&report->text, format, list);
	text_printf(&report->text, "\n");
	report_line(report, span, line, start);
}

/**
 * report_error() - say that the input is wrong, and go on
 * @report: where
 * @span: what is wrong; without a file, the whole
 * @format: as of printf(): why
 */
void report_error(struct report *report, struct span span, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	report_add(report, span, "error", format, list);
	va_end(list);
	if (++report->errors < REPORT_ERRORS_MAX)
		return;
	text_printf(&report->text, "qda-idl: that is enough: %u errors\n", report->errors);
	longjmp(report->give_up, 1);
}

/**
 * report_warning() - say that the input may not mean what it looks like
 */
void report_warning(struct report *report, struct span span, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	report_add(report, span, "warning", format, list);
	va_end(list);
}

/**
 * report_note() - say more about the last message
 */
void report_note(struct report *report, struct span span, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	report_add(report, span, "note", format, list);
	va_end(list);
}

/**
 * report_fatal() - say that the input is wrong, and give up
 */
void report_fatal(struct report *report, struct span span, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	report_add(report, span, "error", format, list);
	va_end(list);
	report->errors++;
	longjmp(report->give_up, 1);
}
