// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Calls that no stub makes. Good ones are kept, and then each thing in them is
 * changed: the skeleton refuses, or hands to its method what is really there. The
 * methods touch every byte that they get, and the buffers are exactly as long as
 * the call says, so that a checker sees the first wrong byte.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "AEEStdErr.h"
#include "tap.h"
#include "transport.h"
#include "wire.h"
#include "wire_impl.h"

#define TAMPER_CALLS	32
#define TAMPER_ROUNDS	200000

int wire_skel_handle_invoke(remote_handle64 h, uint32_t scalars, remote_arg *args);

static struct transport_call tamper_calls[TAMPER_CALLS];
static unsigned int tamper_count;

/* The stub's call just made is one of those that are changed. */
static void tamper_keep(int ret)
{
	TAP_EQUAL(ret, 0);
	transport_keep = &tamper_calls[++tamper_count];
}

static void tamper_collect_plain(void)
{
	static const _wchar_t wide[] = { 'w', 0 };
	_wchar_t wide_out[2] = { 'x', 0 }, wide_more[3];
	wire_flat x = { 1, 2, 3 }, y, z = { 4, 5, 6 };
	unsigned char byte, bytes[3] = { 1, 2, 3 };
	int v[] = { 1, 2, 3 }, number;
	char text[8] = "abc";
	bool flag = true;

	transport_keep = &tamper_calls[0];
	tamper_keep(wire_m2(0, 1, 2, 3, 4));
	tamper_keep(wire_m5(0, v, 3, 9));
	tamper_keep(wire_m6(0, v, 3, &byte));
	tamper_keep(wire_m7(0, v, 3));
	tamper_keep(wire_m8(0, "hello"));
	tamper_keep(wire_m9(0, text, 8));
	tamper_keep(wire_m10(0, text, 8));
	tamper_keep(wire_m11(0, wide, wide_more, 3, wide_out, 2));
	tamper_keep(wire_m12(0, &x, &y, &z));
	tamper_keep(wire_m25(0, 1, 0, 1, 2, 0, 1, 3, 0, 1, bytes, 3));
	tamper_keep(wire_m26(0));
	tamper_keep(wire_m27(0, 1, bytes, 3, bytes, 3, &number, text, 8, "f"));
	tamper_keep(wire_m33(0, &x, &byte));
	tamper_keep(wire_m35(0, v, 1, v + 1, 1, v, 1, v, 1));
	tamper_keep(wire_m38(0, &flag, &flag, &flag, 1));
	tamper_keep(wire_open(wire_URI, &(remote_handle64){ 0 }));
}

static void tamper_collect_nested(void)
{
	int v[] = { 1, 2, 3 };
	unsigned char bytes[3] = { 1, 2, 3 }, byte;
	char text[8] = "abc";
	_cstring1_t names[] = { { text, 8 }, { text, 8 } };
	wire_longs longs[] = { { v, 2 }, { v, 1 } };
	wire_lists lists[] = { { longs, 2 }, { longs, 1 } };
	wire_ss ss[] = { { 1, v, 2, 3 }, { 1, v, 1, 3 } };
	wire_in2 in2 = { 1, { 2, v, 2, 3 }, bytes, 3, 4 }, out2 = in2;
	_dmahandle1_t handles[] = { { 1, 0, 1 }, { 2, 0, 1 } };

	tamper_keep(wire_m14(0, ss));
	tamper_keep(wire_m15(0, ss));
	tamper_keep(wire_m16(0, names, 2));
	tamper_keep(wire_m17(0, names, 2));
	tamper_keep(wire_m18(0, longs, 2));
	tamper_keep(wire_m19(0, longs, 2));
	tamper_keep(wire_m20(0, ss, 2, 1));
	tamper_keep(wire_m21(0, ss, 2, &byte));
	tamper_keep(wire_m22(0, &in2, &out2));
	tamper_keep(wire_m28(0, names, 2, &byte, longs, 2, longs, 2, text, 8));
	tamper_keep(wire_m30(0, lists, 2));
	tamper_keep(wire_m34(0, handles, 2, 1, 0, 1, handles, 1));
	transport_keep = NULL;
}

/* Calls the skeleton with a copy, which may be changed before. */
static int tamper_call(const struct transport_call *call)
{
	struct transport_call *copy = calloc(1, sizeof(*copy));
	int ret;

	if (!copy)
		abort();
	transport_copy(copy, call->scalars, call->args);
	wire_impl_clear();
	ret = wire_skel_handle_invoke(0, copy->scalars, copy->args);
	transport_free(copy);
	free(copy);
	return ret;
}

/* The call is refused, and no method has run. */
static void tamper_refused(const struct transport_call *call, int want)
{
	int ret = tamper_call(call);

	TAP_EQUAL(ret, want);
	TAP_EXPECT(!wire_impl_text());
	if (ret != want)
		printf("#   in a call of scalars %08x\n", call->scalars);
}

static void good(void)
{
	for (unsigned int i = 0; i < tamper_count; i++)
		TAP_EQUAL(tamper_call(&tamper_calls[i]), 0);
}

/* One argument too few or too many, of each kind. */
static void counts(void)
{
	for (unsigned int i = 0; i < tamper_count; i++) {
		struct transport_call call = tamper_calls[i];
		uint32_t sc = call.scalars;

		for (unsigned int shift = 0; shift <= 16; shift += shift == 8 ? 8 : 4) {
			call.scalars = sc + (1u << shift);
			memset(&call.args[REMOTE_SCALARS_LENGTH(sc)], 0, sizeof(call.args[0]));
			tamper_refused(&call, AEE_EBADPARM);
		}
		for (unsigned int n = 0; n < REMOTE_SCALARS_INBUFS(sc); n++) {
			call.scalars = sc - ((n + 1) << 16);
			tamper_refused(&call, AEE_EBADPARM);
		}
		for (unsigned int n = 0; n < REMOTE_SCALARS_OUTBUFS(sc); n++) {
			call.scalars = sc - ((n + 1) << 8);
			tamper_refused(&call, AEE_EBADPARM);
		}
	}
}

/* Buffers that are too short, down to none. What only pads the first ones may be missing. */
static void sizes(void)
{
	for (unsigned int i = 0; i < tamper_count; i++) {
		struct transport_call call = tamper_calls[i];

		for (unsigned int n = 0; n < transport_buffers(call.scalars); n++) {
			size_t size = call.args[n].buf.nLen;
			bool record = !n || n == REMOTE_SCALARS_INBUFS(call.scalars);

			while (call.args[n].buf.nLen) {
				call.args[n].buf.nLen--;
				if (record && size - call.args[n].buf.nLen < 8)
					tamper_call(&call);
				else
					tamper_refused(&call, AEE_EBADPARM);
			}
			call.args[n].buf.nLen = size;
		}
	}
}

/* A text has an end, and a length. */
static void texts(void)
{
	struct transport_call *call = &tamper_calls[4];
	uint32_t *length = call->args[0].buf.pv;
	char *text = call->args[1].buf.pv;

	text[5] = '!';
	tamper_refused(call, AEE_EBADPARM);
	text[5] = 0;
	*length = 0;
	tamper_refused(call, AEE_EBADPARM);
	*length = 0xffffffff;
	tamper_refused(call, AEE_EBADPARM);
	*length = 7;
	tamper_refused(call, AEE_EBADPARM);
	*length = 6;
	TAP_EQUAL(tamper_call(call), 0);
}

/* What goes in and comes out is not larger when it goes in. */
static void inrout(void)
{
	struct transport_call call = tamper_calls[3];
	uint32_t *lengths = call.args[0].buf.pv;

	lengths[1] = 2;
	tamper_refused(&call, AEE_EBADPARM);
	lengths[1] = 3;
	TAP_EQUAL(tamper_call(&call), 0);
}

static void alignment(void)
{
	_Alignas(16) unsigned char memory[64] = { 3 };
	struct transport_call call = tamper_calls[1];
	remote_arg args[2] = { call.args[0], { .buf = { memory + 2, 12 } } };

	wire_impl_clear();
	TAP_EQUAL(wire_skel_handle_invoke(0, call.scalars, args), AEE_EBADPARM);
	args[1].buf.pv = memory + 4;
	TAP_EQUAL(wire_skel_handle_invoke(0, call.scalars, args), 0);
	args[0].buf = (remote_buf){ memory + 1, 8 };
	TAP_EQUAL(wire_skel_handle_invoke(0, call.scalars, args), AEE_EBADPARM);
}

static void methods(void)
{
	uint32_t number = 43;
	remote_arg arg = { .buf = { &number, sizeof(number) } };
	uint32_t sc = REMOTE_SCALARS_MAKEX(0, 31, 1, 0, 0, 0);

	TAP_EQUAL(wire_skel_handle_invoke(0, sc, &arg), AEE_EUNSUPPORTED);
	number = 26;
	TAP_EQUAL(wire_skel_handle_invoke(0, sc, &arg), AEE_EUNSUPPORTED);
	number = 32;
	TAP_EQUAL(wire_skel_handle_invoke(0, sc, &arg), 0);
	arg.buf.nLen = 3;
	TAP_EQUAL(wire_skel_handle_invoke(0, sc, &arg), AEE_EBADPARM);
	TAP_EQUAL(wire_skel_handle_invoke(0, REMOTE_SCALARS_MAKEX(0, 31, 0, 0, 0, 0), NULL),
		  AEE_EBADPARM);
}

/* A module whose stub is newer is not opened; one that is as old or older is. */
static void versions(void)
{
	static const struct {
		const char *version;
		int result;
	} cases[] = {
		{ "&_idlver=1.2.3", 0 }, { "&_idlver=1.2.2", 0 }, { "&_idlver=1.1.9", 0 },
		{ "&_idlver=0.9.9&_dom=cdsp", 0 }, { "&_idlver=1.2", 0 }, { "&_idlver=", 0 },
		{ "&_idlver=01.02.003", 0 }, { "&_idlver=1..2", 0 }, { "&_idlver=1.2.3.", 0 },
		{ "&_idlver=1.2.4", AEE_ESTUBSKELVERMISMATCH },
		{ "&_idlver=1.3.0", AEE_ESTUBSKELVERMISMATCH },
		{ "&_idlver=2.0.0", AEE_ESTUBSKELVERMISMATCH },
		{ "&_idlver=1.2.1000", AEE_ESTUBSKELVERMISMATCH },
		{ "&_idlver=1.2.3a", AEE_ESTUBSKELVERMISMATCH },
		{ "&_idlver=1.2.3.4", AEE_ESTUBSKELVERMISMATCH },
		{ "&_modver=1.0", AEE_ESTUBSKELVERMISMATCH },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		remote_handle64 h;
		char uri[128];

		snprintf(uri, sizeof(uri), "file:///libwire_skel.so?x%s", cases[i].version);
		TAP_EQUAL(wire_open(uri, &h), cases[i].result);
	}
}

static uint32_t tamper_random(uint32_t max)
{
	static uint64_t state = 0x9e3779b97f4a7c15;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 32) % max;
}

/* Anything, a few changes at a time: there is nothing but to survive. */
static void random_changes(void)
{
	for (unsigned int round = 0; round < TAMPER_ROUNDS; round++) {
		struct transport_call *from = &tamper_calls[tamper_random(tamper_count)];
		struct transport_call *call = calloc(1, sizeof(*call));
		uint32_t buffers = transport_buffers(from->scalars);

		if (!call)
			abort();
		transport_copy(call, from->scalars, from->args);
		for (uint32_t changes = 1 + tamper_random(3); buffers && changes; changes--) {
			remote_buf *buf = &call->args[tamper_random(buffers)].buf;
			unsigned char *bytes = buf->pv;

			if (buf->nLen && tamper_random(3))
				bytes[tamper_random((uint32_t)buf->nLen)] =
					(unsigned char)(tamper_random(4) ? tamper_random(4) :
							tamper_random(256));
			else if (buf->nLen)
				buf->nLen -= tamper_random((uint32_t)buf->nLen) ? 1 : 0;
		}
		tamper_call(call);
		transport_free(call);
		free(call);
	}
	TAP_EXPECT(!tap_has_failed());
}

static const struct tap_test tests[] = {
	TAP_TEST(tamper_collect_plain),
	TAP_TEST(tamper_collect_nested),
	TAP_TEST(good),
	TAP_TEST(counts),
	TAP_TEST(sizes),
	TAP_TEST(texts),
	TAP_TEST(inrout),
	TAP_TEST(alignment),
	TAP_TEST(methods),
	TAP_TEST(versions),
	TAP_TEST(random_changes),
};

int main(void)
{
	int ret;

	transport_skel = wire_skel_handle_invoke;
	ret = tap_main(tests, sizeof(tests) / sizeof(tests[0]));
	for (unsigned int i = 0; i < tamper_count; i++)
		transport_free(&tamper_calls[i]);
	return ret;
}
