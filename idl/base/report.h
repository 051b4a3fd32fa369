/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_REPORT_H
#define IDL_REPORT_H

#include <setjmp.h>
#include <stdbool.h>

#include "base/source.h"
#include "base/text.h"

/**
 * struct report - what there is to say about a compilation
 */
struct report {
	/** @text: the messages */
	struct text text;
	/** @errors: how many of them are errors */
	unsigned int errors;
	/** @give_up: where it goes on after an error that makes the rest senseless */
	jmp_buf give_up;
};

__attribute__((format(printf, 3, 4)))
void report_error(struct report *report, struct span span, const char *format, ...);
__attribute__((format(printf, 3, 4)))
void report_warning(struct report *report, struct span span, const char *format, ...);
__attribute__((format(printf, 3, 4)))
void report_note(struct report *report, struct span span, const char *format, ...);
__attribute__((format(printf, 3, 4), noreturn))
void report_fatal(struct report *report, struct span span, const char *format, ...);

#endif
