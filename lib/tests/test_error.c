// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Words for numbers.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "qda.h"
#include "tap.h"

/* A code is known in the DSP's form and in its plain form. */
static void results(void)
{
	static const struct {
		uint32_t code;
		const char *part;
	} cases[] = {
		{ 0, "success" },
		{ 0x8000043e, "no such module on the DSP" },
		{ 0x3e, "no such module on the DSP" },
		{ 0x8000040e, "bad argument" },
		{ 0x80000414, "not supported" },
		{ 0x8000054f, "before the old one had ended" },
		{ 0x80000600, "remote call failed" },
		{ 0x200, "remote call failed" },
		{ 104, "process on the DSP has ended" },
		{ 0x80000468, "not enough memory to share" },
		{ 0x80000439, "no such DSP" },
		{ 0x8000044e, "no permission" },
		{ 0x72, "refuses the connection" },
		{ 39, "no such thing" },
		{ 46, "interrupted" },
		{ 516, "would have to wait" },
		{ 0xffffffff, "not documented" },
		{ 0x80000000, "not documented" },
		{ 0x7fffffff, "not documented" },
		{ 0x80001000, "not documented" },
		{ 0x800007ff, "not documented" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = qda_result_text((int32_t)cases[i].code);

		TAP_EXPECT(strstr(text, cases[i].part));
	}
}

/* Every code of AEEStdErr.h has words of its own. */
static void every_code(void)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x00, 0x72 }, { 0x81, 0x8a }, { 0x101, 0x105 }, { 0x121, 0x126 },
		{ 0x141, 0x159 }, { 0x160, 0x163 }, { 0x171, 0x178 }, { 0x180, 0x183 },
		{ 0x190, 0x194 }, { 0x200, 0x201 }, { 0x204, 0x204 },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		for (uint32_t code = ranges[i].first; code <= ranges[i].last; code++) {
			TAP_EXPECT(!strstr(qda_result_text((int32_t)code), "not documented"));
			TAP_EXPECT(!strstr(qda_result_text((int32_t)(0x80000400 + code)),
					   "not documented"));
		}
	}
}

/* The same errno has another cause in another place. */
static void context(void)
{
	const char *open = qda_error_text(QDA_CONTEXT_OPEN, -ENODEV);
	const char *call = qda_error_text(QDA_CONTEXT_CALL, -ENODEV);

	TAP_EXPECT(strstr(open, "no such DSP"));
	TAP_EXPECT(strstr(call, "stopped or restarted"));
	TAP_EXPECT(strstr(qda_error_text(QDA_CONTEXT_SESSION, -EUSERS),
			  "context bank"));
	TAP_EXPECT(strstr(qda_error_text(QDA_CONTEXT_OPEN, -EACCES), "render"));
	TAP_EXPECT(strstr(qda_error_text(QDA_CONTEXT_CALL, -ECONNABORTED),
			  "devcoredump"));
	TAP_EXPECT(strstr(qda_error_text(QDA_CONTEXT_MODULE, -ECONNABORTED),
			  "has died"));
	TAP_EXPECT(strstr(qda_error_text(QDA_CONTEXT_MAP, -ECONNABORTED),
			  "has died"));
	TAP_EXPECT(strstr(qda_error_text(QDA_CONTEXT_MAP, -EINVAL), "4096"));
	TAP_EXPECT(strstr(qda_error_text(QDA_CONTEXT_MAP, -EOPNOTSUPP),
			  "one range"));
	TAP_EXPECT(!strcmp(qda_error_text(QDA_CONTEXT_MODULE, -ECONNRESET),
			   qda_error_text(QDA_CONTEXT_CALL, -ECONNRESET)));
}

/* Any context and any number give a text. */
static void total(void)
{
	for (int context = -1; context < 12; context++) {
		for (int error = -5000; error < 3; error++) {
			const char *text = qda_error_text(context, error);

			if (!TAP_EXPECT(text && text[0]))
				return;
		}
	}
	TAP_EXPECT(qda_error_text(QDA_CONTEXT_CALL, -INT_MAX)[0]);
	TAP_EXPECT(qda_error_text(QDA_CONTEXT_CALL, INT_MIN)[0]);
	TAP_EXPECT(!strcmp(qda_error_text(QDA_CONTEXT_CALL, 0), "success"));
}

static const struct tap_test tests[] = {
	TAP_TEST(results),
	TAP_TEST(every_code),
	TAP_TEST(context),
	TAP_TEST(total),
};

TAP_MAIN(tests)
