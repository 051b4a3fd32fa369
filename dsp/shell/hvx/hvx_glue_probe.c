// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What the emulator has of HVX floating point is seen by trying: one instruction of each
 * family, whose result is known. That it ends without a signal says nothing, as some are
 * run as something else.
 */

#include "hvx/hvx_probe.h"

typedef uint32_t hvx_probe_code(uint32_t u, uint32_t v, uint32_t before);

/* v2 = code(v0, v1) in all lanes; before says what v2 has if nothing writes it. */
#define HVX_PROBE(name, code)						\
	extern const uint32_t hvx_probe_word_##name[1];			\
	hvx_probe_code hvx_probe_##name;				\
	asm(".text\n"							\
	    ".globl hvx_probe_" #name ", hvx_probe_word_" #name "\n"	\
	    ".type hvx_probe_" #name ", @function\n"			\
	    ".falign\n"							\
	    "hvx_probe_" #name ":\n"					\
	    "	{ v0 = vsplat(r0) }\n"					\
	    "	{ v1 = vsplat(r1) }\n"					\
	    "	{ v2 = vsplat(r2) }\n"					\
	    "hvx_probe_word_" #name ":\n"				\
	    "	.word " code "\n"					\
	    "	{ r1 = #0 }\n"						\
	    "	{ r0 = vextract(v2, r1) }\n"				\
	    "	{ jumpr r31 }\n"					\
	    ".size hvx_probe_" #name ", . - hvx_probe_" #name "\n")

HVX_PROBE(qf, "0x1fa1e022");		/* v2.qf32 = vadd(v0.sf, v1.sf) */
HVX_PROBE(ieee, "0x1f81e0c2");		/* v2.sf = vadd(v0.sf, v1.sf) */
HVX_PROBE(convert, "0x1f61e022");	/* v2.hf = vcvt(v0.sf, v1.sf) */
HVX_PROBE(order, "0x1fc1e022");		/* v2.sf = vmax(v0.sf, v1.sf) */
HVX_PROBE(sign, "0x1e06e062");		/* v2.sf = vfneg(v0.sf) */
HVX_PROBE(integer, "0x1e05e062");	/* v2.sf = v0.w */
HVX_PROBE(bfloat, "0x1d41e062");	/* v2.bf = vcvt(v0.sf, v1.sf) */

/* What v79 and v81 added has none: those run as on v68, as the shell is for that. */
static const struct hvx_probe {
	hvx_probe_code *code;
	const uint32_t *word;
	uint32_t u, v, want;
} hvx_probes[HVX_FAMILIES] = {
	/* 1 + 0 is not 1 before v79. */
	[HVX_QF] = {hvx_probe_qf, hvx_probe_word_qf, 0x3f800000, 0, 0x4000007f},
	/* 1.5 and 2.25. */
	[HVX_IEEE] = {hvx_probe_ieee, hvx_probe_word_ieee, 0x3fc00000, 0x40100000, 0x40700000},
	[HVX_CONVERT] = {hvx_probe_convert, hvx_probe_word_convert, 0x3fc00000, 0x40100000,
			 0x40803e00},
	[HVX_ORDER] = {hvx_probe_order, hvx_probe_word_order, 0x3fc00000, 0xc0100000, 0x3fc00000},
	[HVX_SIGN] = {hvx_probe_sign, hvx_probe_word_sign, 0x3fc00000, 0, 0xbfc00000},
	[HVX_INTEGER] = {hvx_probe_integer, hvx_probe_word_integer, 3, 0, 0x40400000},
	[HVX_BFLOAT] = {hvx_probe_bfloat, hvx_probe_word_bfloat, 0x3fc00000, 0x40100000,
			0x40103fc0},
};

#define HVX_PROBE_BEFORE	0x11223344u

static uint8_t hvx_native[HVX_FAMILIES];

/**
 * hvx_probe() - see what need not be translated
 * @trying: gets the word that is being tried; if it is illegal, the caller's handler goes
 *          on behind it
 *
 * Once, before there are libraries. Without it all is translated.
 */
void hvx_probe(const uint32_t **trying)
{
	for (unsigned int i = 0; i < HVX_FAMILIES; i++) {
		const struct hvx_probe *probe = &hvx_probes[i];

		if (!probe->code)
			continue;
		*trying = probe->word;
		hvx_native[i] = probe->code(probe->u, probe->v, HVX_PROBE_BEFORE) == probe->want;
	}
}

/**
 * hvx_is_native() - whether the emulator computes a family rightly
 * @family: of an instruction
 * @isa: of the library
 */
int hvx_is_native(enum hvx_family family, uint8_t isa)
{
	/* Those of the emulator are as v68 had them. */
	return hvx_native[family] && (family != HVX_QF || isa < 0x79);
}
