// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The sample that begins with an IDL file: its stub here calls its skeleton on the
 * DSP, where pointers have four bytes and an enum may have one.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "stats.h"
#include "tools/skeleton.h"
#include "tools/t.h"

#define IDL_BADPARM	((int)0x8000040e)
#define IDL_TOO_SMALL	((int)0x80000426)
#define IDL_MISMATCH	((int)0x80000594)

static remote_handle64 idl_open(void)
{
	remote_handle64 h = 0;

	T_SYS(setenv("DSP_LIBRARY_PATH", SKELETON_TESTS, 1));
	T_EQ(stats_open(stats_URI, &h), 0);
	return h;
}

/* Situation: a struct of numbers, a boolean and an enum comes out.
 * Expectation: each has the value that the method has put there.
 */
T_CASE(idl_struct, "struct")
{
	static const float rising[] = { -1.5f, 2, 4 }, falling[] = { 3, 1 };
	remote_handle64 h = idl_open();
	stats_summary s;

	T_EQ(stats_describe(h, rising, 3, &s), 0);
	T_CHECK(s.least == -1.5f && s.greatest == 4 && s.mean == 1.5);
	T_EQ(s.trend, STATS_RISING);
	T_EQ(s.whole, 0);
	T_EQ(stats_describe(h, falling, 2, &s), 0);
	T_CHECK(s.least == 1 && s.greatest == 3 && s.mean == 2);
	T_EQ(s.trend, STATS_FALLING);
	T_EQ(s.whole, 1);
	T_EQ(stats_close(h), 0);
}

/* Situation: a sequence goes in and comes out.
 * Expectation: it is changed where it lies; an empty one is fine.
 */
T_CASE(idl_inrout, "inrout")
{
	float values[] = { 1, -2, 0.5f };
	remote_handle64 h = idl_open();

	T_EQ(stats_scale(h, values, 3, 4), 0);
	T_CHECK(values[0] == 4 && values[1] == -8 && values[2] == 2);
	T_EQ(stats_scale(h, NULL, 0, 4), 0);
	T_EQ(stats_close(h), 0);
}

/* Situation: a sequence of structs with texts and sequences goes in, one of structs and
 *	a text come out.
 * Expectation: all elements arrive in their order, on both ways.
 */
T_CASE(idl_nested, "nested")
{
	float low[] = { 1, 2 }, high[] = { 10, 20, 30 };
	stats_series series[] = {
		{ .name = "low", .values = low, .valuesLen = 2 },
		{ .name = "a longer name", .values = high, .valuesLen = 3 },
	};
	remote_handle64 h = idl_open();
	stats_summary s[2];
	char name[14];

	T_EQ(stats_compare(h, series, 2, s, 2, name, sizeof(name)), 0);
	T_CHECK(!strcmp(name, "a longer name"));
	T_CHECK(s[0].mean == 1.5 && s[1].mean == 20);
	T_EQ(s[1].trend, STATS_RISING);
	T_EQ(stats_compare(h, series, 2, s, 2, name, 5), IDL_TOO_SMALL);
	T_EQ(stats_close(h), 0);
}

/* Situation: the method does not like its arguments; the stub is newer than the library.
 * Expectation: the method's error; the module is not opened.
 */
T_CASE(idl_refused, "refused")
{
	remote_handle64 h = idl_open();
	stats_summary s;

	T_EQ(stats_describe(h, NULL, 0, &s), IDL_BADPARM);
	T_EQ(stats_close(h), 0);
	T_EQ(stats_open("file:///libstats_skel.so?stats_skel_handle_invoke&_modver=1.0"
			"&_idlver=1.0.1", &h), IDL_MISMATCH);
}
