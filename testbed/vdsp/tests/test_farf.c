// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The log of a DSP: form of its lines, and what is kept.
 */
#include <stdio.h>
#include <string.h>

#include "fastrpc/domain.h"
#include "fastrpc/farf.h"
#include "fastrpc/process.h"
#include "tap.h"

static struct domain dsp;
static struct process pd;

static void start(void)
{
	memset(&dsp, 0, sizeof(dsp));
	memset(&pd, 0, sizeof(pd));
	dsp.label = "cdsp";
	pd.client_id = 3;
	pd.type = PROCESS_USER;
	strcpy(pd.name, "qda");
}

static bool line_is(uint64_t number, const char *want)
{
	const char *line = farf_line(&dsp.farf, number);

	if (line && !strcmp(line, want))
		return true;
	printf("# line %llu is '%s', want '%s'\n", (unsigned long long)number,
	       line ? line : "(none)", want);
	return false;
}

/* Each level; of the file the last part; a line for each line of the text. */
static void printed(void)
{
	start();
	farf_print(&dsp, &pd, 12, 0, "skel.c", 7, "one");
	farf_print(&dsp, &pd, 0, 1, "src/lib/skel.c", 4000000000u, "two\n");
	farf_print(&dsp, &pd, 1, 2, "a", 1, "three\n\nfour");
	farf_print(&dsp, &pd, 1, 3, "a", 1, "");
	farf_print(&dsp, &pd, 1, 3, "a", 1, "five");
	farf_print(&dsp, &pd, 1, 4, "a", 1, "six");
	farf_print(&dsp, &pd, 1, 5, "a", 1, "seven");
	TAP_EXPECT(line_is(0, "cdsp pd 3 thread 12 low skel.c:7: one"));
	TAP_EXPECT(line_is(1, "cdsp pd 3 thread 0 medium skel.c:4000000000: two"));
	TAP_EXPECT(line_is(2, "cdsp pd 3 thread 1 high a:1: three"));
	TAP_EXPECT(line_is(3, "cdsp pd 3 thread 1 high a:1: four"));
	TAP_EXPECT(line_is(4, "cdsp pd 3 thread 1 error a:1: five"));
	TAP_EXPECT(line_is(5, "cdsp pd 3 thread 1 fatal a:1: six"));
	TAP_EXPECT(line_is(6, "cdsp pd 3 thread 1 unknown a:1: seven"));
	TAP_EXPECT(!farf_line(&dsp.farf, 7));
}

/* Neither a terminal nor another line can be reached by a text or a name. */
static void control_characters(void)
{
	start();
	farf_print(&dsp, &pd, 1, 0, "a\nb", 1, "\033[31mred\r\177\t\xc3\xa4");
	strcpy(pd.name, "x\ny");
	farf_event(&dsp, &pd, "ended: %s", "exit");
	TAP_EXPECT(line_is(0, "cdsp pd 3 thread 1 low a b:1:  [31mred   \xc3\xa4"));
	TAP_EXPECT(line_is(1, "cdsp pd 3 (x y) ended: exit"));
}

static void long_text(void)
{
	char text[5000];

	start();
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	farf_print(&dsp, &pd, 1, 0, text, 1, text);
	farf_event(&dsp, &pd, "%s", text);
	TAP_EQUAL(strlen(farf_line(&dsp.farf, 0)), 255);
	TAP_EXPECT(strstr(farf_line(&dsp.farf, 0), ":1: x"));
	TAP_EQUAL(strlen(farf_line(&dsp.farf, 1)), 255);
	TAP_EXPECT(!farf_line(&dsp.farf, 2));
}

static void oldest_go(void)
{
	start();
	TAP_EQUAL(farf_oldest(&dsp.farf), 0);
	for (unsigned int i = 0; i < FARF_LINES; i++)
		farf_print(&dsp, &pd, 1, 0, "a", i, "x");
	TAP_EQUAL(farf_oldest(&dsp.farf), 0);
	farf_print(&dsp, &pd, 1, 0, "a", FARF_LINES, "x");
	TAP_EQUAL(farf_oldest(&dsp.farf), 1);
	TAP_EXPECT(line_is(1, "cdsp pd 3 thread 1 low a:1: x"));
	TAP_EXPECT(line_is(FARF_LINES, "cdsp pd 3 thread 1 low a:512: x"));
}

/* The one who reads the log is a client of the root PD. */
static void root_clients(void)
{
	start();
	pd.type = PROCESS_ROOT;
	farf_event(&dsp, &pd, "ended: released");
	TAP_EQUAL(dsp.farf.next, 0);
}

static const struct tap_test cases[] = {
	{ "printed", printed },
	{ "control characters", control_characters },
	{ "long text", long_text },
	{ "oldest go", oldest_go },
	{ "root clients", root_clients },
};

TAP_MAIN(cases)
