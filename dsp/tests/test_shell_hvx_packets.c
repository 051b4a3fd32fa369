// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Floating point of HVX in packets of all shapes: random ones, made of instructions
 * whose effect is known, so that what all of them do together is known too. All read
 * what was there before the packet.
 */

#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "hvx_file.h"
#include "hvx_model.h"
#include "player.h"

#define PACKETS_ROUNDS	8u	/* libraries of HVX_SLOTS sequences each */
#define PACKETS_EACH	3u	/* packets of a sequence */

#define PACKETS_MORE	0x4000u
#define PACKETS_LOOP	0x8000u
#define PACKETS_LAST	0xc000u
#define PACKETS_NOP	0x7f000000u
#define PACKETS_KEEP_R31	0x707fc008u	/* { r8 = r31 } */
#define PACKETS_R11		0x7065c00bu	/* { r11 = r5 } */
#define PACKETS_R10		0xb005c00au	/* { r10 = add(r5, #) } */
#define PACKETS_RETURN		0x5288c000u	/* { jumpr r8 } */
#define PACKETS_ALLOCFRAME	0xa09dc001u	/* { allocframe(#8) } */
#define PACKETS_DEALLOCFRAME	0x901e001eu
#define PACKETS_LOOP0	0x69000003u	/* loop0(.., #3) */
#define PACKETS_COUNT	3u

/* Floating point that is put into packets; registers are chosen. */
static const struct packets_float {
	uint32_t code;
	const char *text;
} packets_floats[] = {
	{0x1fa02020, "Vd.qf32 = vadd(Vu.sf, Vv.sf)"},
	{0x1fa02000, "Vd.qf32 = vadd(Vu.qf32, Vv.qf32)"},
	{0x1e042000, "Vd.sf = Vu.qf32"},
	{0x1e0420c0, "Vd.hf = Vuu.qf32"},
	{0x1f602020, "Vd.hf = vcvt(Vu.sf, Vv.sf)"},
	{0x1e042020, "Vdd.hf = vcvt(Vu.ub)"},
	{0x1fe020e0, "Vdd.qf32 = vmpy(Vu.hf, Vv.hf)"},
	{0x1c402020, "Vxx.sf += vmpy(Vu.hf, Vv.hf)"},
	{0x1c402040, "Vx.hf += vmpy(Vu.hf, Vv.hf)"},
	{0x1c802070, "Qd = vcmp.gt(Vu.sf, Vv.sf)"},
	{0x1c8020e8, "Qx ^= vcmp.gt(Vu.sf, Vv.sf)"},
	{0x1fc02060, "Vd.hf = vmax(Vu.hf, Vv.hf)"},
};

#define PACKETS_FLOATS	(sizeof(packets_floats) / sizeof(packets_floats[0]))

enum packets_end {
	PACKETS_GOES_ON, PACKETS_JUMP, PACKETS_JUMP_IF, PACKETS_COMPARE_JUMP, PACKETS_CALL,
	PACKETS_FAR_JUMP, PACKETS_LOOPS,
	/* The third packet returns; the second one ends a frame, in the place of a load. */
	PACKETS_RETURNS, PACKETS_FRAME, PACKETS_ENDS,
};

/* One packet as it is put together. */
struct packets_packet {
	uint32_t words[4];
	unsigned int count;
	bool writes[8], writes_q, has_load, has_store;
	/* Vector that a .cur load brings in. */
	int current;
	struct {
		const struct packets_float *what;
		int u, v, d;
	} floats[2];
	unsigned int float_count, new_distance;
	int load, load_from, store, store_to, stored_float;
	/* A store at r11 that moves it, or at any address, r10. */
	bool moves, unaligned;
	int copy_to, copy_from, sum_to, sum_a, sum_b;
	int add_r4, add_pc;
	bool store_if_q;
};

static uint64_t packets_seed = 0x2545f4914f6cdd1dull;

static unsigned int packets_random(unsigned int below)
{
	packets_seed ^= packets_seed << 13;
	packets_seed ^= packets_seed >> 7;
	packets_seed ^= packets_seed << 17;
	return (unsigned int)(packets_seed >> 20) % below;
}

static void packets_word(struct packets_packet *p, uint32_t word)
{
	p->words[p->count++] = word;
}

static bool packets_take(struct packets_packet *p, int v, bool pair)
{
	if (p->writes[v] || (pair && p->writes[v + 1]))
		return false;
	p->writes[v] = true;
	if (pair)
		p->writes[v + 1] = true;
	return true;
}

static void packets_float(struct packets_packet *p)
{
	const struct packets_float *what = &packets_floats[packets_random(PACKETS_FLOATS)];
	bool u_pair = strstr(what->text, "Vuu") != NULL;
	bool d_pair = !strncmp(what->text, "Vdd", 3) || !strncmp(what->text, "Vxx", 3);
	int u = (int)packets_random(u_pair ? 4 : 8) << u_pair, v = (int)packets_random(8);
	int d = (int)packets_random(d_pair ? 4 : 8) << d_pair;

	if (what->text[0] == 'Q') {
		if (p->writes_q)
			return;
		p->writes_q = true;
		d = 0;
	} else if (!packets_take(p, d, d_pair)) {
		return;
	}
	if (!strstr(what->text, "Vv"))
		v = 0;
	packets_word(p, what->code | (uint32_t)v << 16 | (uint32_t)u << 8 | (uint32_t)d);
	p->floats[p->float_count].what = what;
	p->floats[p->float_count].u = u;
	p->floats[p->float_count].v = v;
	p->floats[p->float_count++].d = d;
}

static void packets_load(struct packets_packet *p)
{
	int v = (int)packets_random(8), from = (int)packets_random(4);
	bool current = packets_random(2);

	if (!packets_take(p, v, false))
		return;
	p->load = v;
	p->load_from = from;
	if (current)
		p->current = v;
	packets_word(p, 0x28050000 | (uint32_t)from << 8 | (uint32_t)v | (current ? 0x20 : 0));
}

static void packets_copy(struct packets_packet *p)
{
	int to = (int)packets_random(8), from = (int)packets_random(8);

	if (p->copy_to >= 0 || !packets_take(p, to, false))
		return;
	p->copy_to = to;
	p->copy_from = from;
	packets_word(p, 0x1e0320e0 | (uint32_t)from << 8 | (uint32_t)to);
}

static void packets_sum(struct packets_packet *p)
{
	int to = (int)packets_random(8), a = (int)packets_random(8), b = (int)packets_random(8);

	if (p->sum_to >= 0 || !packets_take(p, to, false))
		return;
	p->sum_to = to;
	p->sum_a = a;
	p->sum_b = b;
	packets_word(p, 0x1c400000 | (uint32_t)b << 16 | (uint32_t)a << 8 | (uint32_t)to);
}

static void packets_add_r4(struct packets_packet *p)
{
	if (p->add_r4)
		return;
	p->add_r4 = 1;
	packets_word(p, 0xb0040024);
}

/* For .new it counts how far back the result is, in vector instructions. */
static void packets_store(struct packets_packet *p)
{
	int to = (int)packets_random(4), v = (int)packets_random(8);
	const char *text = p->float_count ? p->floats[0].what->text : "";

	uint32_t at;

	p->store_to = to;
	p->store = v;
	p->moves = packets_random(3) == 0;
	p->unaligned = !p->moves && packets_random(3) == 0;
	/* vmem(r5+#to), vmem(r11++#1), vmemu(r10+#to): what they have in common with .new. */
	at = p->moves ? 0x292b0100 : p->unaligned ? 0x282a00e0 | (uint32_t)(to / 2) << 8 :
						     0x28250000 | (uint32_t)to << 8;
	if (packets_random(2) && p->float_count == 1 && p->new_distance == 1 && text[0] == 'V' &&
	    text[1] == 'd' && text[2] != 'd') {
		p->stored_float = 1;
		p->store = p->floats[0].d;
		if (p->unaligned)
			at = 0x28250000 | (uint32_t)to << 8;
		p->unaligned = false;
		packets_word(p, at | 0x20 | (p->load >= 0 ? 4 : 2));
	} else if (packets_random(4) == 0) {
		p->store_if_q = true;
		p->moves = p->unaligned = false;
		packets_word(p, 0x28850000 | (uint32_t)to << 8 | (uint32_t)v);
	} else {
		packets_word(p, at | (uint32_t)v);
	}
}

/*
 * Words are in the order of the slots that execute them: what jumps, floating point, what
 * any slot can do, loads, stores. @jump: words that are left for what jumps. A packet that
 * returns has no floating point, as late results of that are refused, and three words, as
 * jumpr is not for the first slot of four.
 */
static struct packets_packet packets_make(unsigned int jump, enum packets_end end)
{
	static void (*const add[])(struct packets_packet *p) = {
		packets_copy, packets_sum, packets_add_r4,
	};
	struct packets_packet p = {
		.count = jump, .current = -1, .load = -1, .store = -1, .copy_to = -1, .sum_to = -1,
	};
	unsigned int kinds, most = end == PACKETS_RETURNS ? 3 : 4;

	if (end != PACKETS_RETURNS)
		packets_float(&p);
	if (!jump && packets_random(3) == 0)
		packets_float(&p);
	while (p.count < most - (end == PACKETS_FRAME) && packets_random(3))
		add[packets_random(3)](&p);
	kinds = packets_random(4);
	p.new_distance = p.count - jump;
	if (p.count < most && end == PACKETS_FRAME)
		packets_word(&p, PACKETS_DEALLOCFRAME);
	else if (p.count < most && kinds & 1)
		packets_load(&p);
	if (p.count < most && kinds & 2)
		packets_store(&p);
	return p;
}

/* What a packet reads of a vector: what it loads now, if it says so. */
static const uint8_t *packets_read(const struct packets_packet *p, const struct hvx_state *old,
				   int v)
{
	return v == p->current ? old->memory[p->load_from] : old->v[v];
}

static void packets_run_float(const struct packets_packet *p, unsigned int i,
			      const struct hvx_state *old, struct hvx_state *new)
{
	int u = p->floats[i].u, v = p->floats[i].v, d = p->floats[i].d;
	struct model_row row;
	struct hvx_operands in = {0};
	struct hvx_results out;

	model_parse(&row, p->floats[i].what->text, false);
	memcpy(in.u[0], packets_read(p, old, u), 128);
	memcpy(in.u[1], packets_read(p, old, row.u_pair ? u + 1 : u), 128);
	memcpy(in.v, packets_read(p, old, v), 128);
	memcpy(in.x[0], packets_read(p, old, d), 128);
	memcpy(in.x[1], packets_read(p, old, row.d_pair ? d + 1 : d), 128);
	memcpy(in.q, old->q, 128);
	model_compute(&row, &in, &out);
	if (row.d) {
		memcpy(new->v[d], out.d[0], 128);
		if (row.d_pair)
			memcpy(new->v[d + 1], out.d[1], 128);
	} else {
		memcpy(new->q, out.q, 128);
	}
}

/* Where r11 points, in vectors from r5; and r10, in bytes. */
static unsigned int packets_r11, packets_r10;

static void packets_run_store(const struct packets_packet *p, const struct hvx_state *old,
			      struct hvx_state *state)
{
	uint8_t *to = p->moves ? state->memory[packets_r11++] :
		      p->unaligned ? state->memory[0] + packets_r10 + p->store_to / 2 * 128 :
				     state->memory[p->store_to];

	for (int i = 0; i < 128; i++)
		if (!p->store_if_q || old->q[i])
			to[i] = p->stored_float ? state->v[p->store][i] :
						  packets_read(p, old, p->store)[i];
}

static void packets_run(const struct packets_packet *p, struct hvx_state *state)
{
	struct hvx_state old = *state;

	for (unsigned int i = 0; i < p->float_count; i++)
		packets_run_float(p, i, &old, state);
	if (p->load >= 0)
		memcpy(state->v[p->load], old.memory[p->load_from], 128);
	if (p->copy_to >= 0)
		memcpy(state->v[p->copy_to], packets_read(p, &old, p->copy_from), 128);
	for (int i = 0; p->sum_to >= 0 && i < 32; i++) {
		uint32_t a, b;

		memcpy(&a, packets_read(p, &old, p->sum_a) + 4 * i, 4);
		memcpy(&b, packets_read(p, &old, p->sum_b) + 4 * i, 4);
		a += b;
		memcpy(state->v[p->sum_to] + 4 * i, &a, 4);
	}
	state->r4 += (uint32_t)p->add_r4;
	if (p->store >= 0)
		packets_run_store(p, &old, state);
}

static void packets_put(uint32_t *code, unsigned int *at, const struct packets_packet *p,
			bool ends_loop)
{
	for (unsigned int i = 0; i < p->count; i++)
		code[(*at)++] = p->words[i] | (i + 1 == p->count ? PACKETS_LAST :
					       ends_loop && !i ? PACKETS_LOOP : PACKETS_MORE);
}

static uint32_t packets_field(uint32_t word, uint32_t field, uint32_t value)
{
	for (uint32_t bit = 1; bit; bit <<= 1)
		if (field & bit) {
			word = value & 1 ? word | bit : word & ~bit;
			value >>= 1;
		}
	return word;
}

/*
 * { r8 = r31; r11 = r5; r10 = add(r5, #) }, a packet that may jump over the second one,
 * the second one, the third one, { jumpr r8 }. A call goes to the next slot's last word,
 * which returns.
 */
static void packets_sequence(uint32_t *code, uint32_t slot, struct hvx_state *state)
{
	enum packets_end end = (enum packets_end)packets_random(PACKETS_ENDS);
	struct packets_packet p[PACKETS_EACH];
	unsigned int at = 0, first, behind, rounds = end == PACKETS_LOOPS ? PACKETS_COUNT : 1;
	bool taken = end == PACKETS_JUMP || end == PACKETS_FAR_JUMP ||
		     (end == PACKETS_JUMP_IF && state->p0 & 1) ||
		     (end == PACKETS_COMPARE_JUMP && state->r6 == 5);
	uint32_t *jump;

	packets_r11 = 0;
	packets_r10 = packets_random(130);
	code[at++] = PACKETS_KEEP_R31 - PACKETS_LAST + PACKETS_MORE;
	code[at++] = PACKETS_R11 - PACKETS_LAST + PACKETS_MORE;
	code[at++] = packets_field(PACKETS_R10, 0x0fe03fe0, packets_r10);
	p[0] = packets_make(end >= PACKETS_JUMP && end <= PACKETS_LOOPS ?
				    1 + (end == PACKETS_FAR_JUMP) : 0, PACKETS_GOES_ON);
	/* A loop begins behind its packet, and the second packet is all of it. */
	p[1] = packets_make(0, end == PACKETS_FRAME ? end : PACKETS_GOES_ON);
	p[2] = packets_make(end == PACKETS_RETURNS, end == PACKETS_RETURNS ? end : PACKETS_GOES_ON);
	p[2].words[0] |= end == PACKETS_RETURNS ? PACKETS_RETURN - PACKETS_LAST : 0;
	if (end == PACKETS_LOOPS && p[1].count == 1)
		packets_word(&p[1], PACKETS_NOP);
	first = at;
	jump = p[0].words;
	behind = first + p[0].count + p[1].count;
	switch (end) {
	case PACKETS_JUMP:
		*jump = packets_field(0x58000000, 0x01ff3ffe, behind - first);
		break;
	case PACKETS_JUMP_IF:
		*jump = packets_field(0x5c000000, 0x00df20fe, behind - first);
		break;
	case PACKETS_COMPARE_JUMP:
		*jump = packets_field(0x10060500, 0x003000fe, behind - first);
		state->p0 = state->r6 == 5 ? 0xff : 0;
		break;
	case PACKETS_CALL:
		*jump = packets_field(0x5a000000, 0x01ff3ffe, HVX_SLOT_WORDS * 2 - 1 - first);
		break;
	case PACKETS_FAR_JUMP:
		jump[0] = 0;
		jump[1] = packets_field(0x58000000, 0x01ff3ffe, (behind - first) * 4 & 0x3f);
		break;
	case PACKETS_LOOPS:
		*jump = packets_field(PACKETS_LOOP0, 0x1f18, p[0].count);
		break;
	default:
		break;
	}
	packets_put(code, &at, &p[0], false);
	if (end == PACKETS_FRAME)
		code[at++] = PACKETS_ALLOCFRAME;
	packets_put(code, &at, &p[1], end == PACKETS_LOOPS);
	packets_put(code, &at, &p[2], false);
	code[at] = PACKETS_RETURN;
	packets_run(&p[0], state);
	for (unsigned int i = 0; !taken && i < rounds; i++)
		packets_run(&p[1], state);
	packets_run(&p[2], state);
	(void)slot;
}

static void packets_fill(struct hvx_state *state)
{
	uint32_t *words = (uint32_t *)state;

	/* Words of one size as sf, and lanes of one size as hf. */
	for (size_t i = 0; i < sizeof(*state) / 4; i++)
		words[i] = (0x3f803c00u + packets_random(0x4000) * 0x800u + packets_random(0x800)) ^
			   packets_random(2) << 31;
	for (int i = 0; i < 128; i++)
		state->q[i] = (uint8_t)packets_random(2);
	state->r6 = 4 + packets_random(2);
	state->p0 = packets_random(2) ? 0xff : 0;
}

static bool packets_tell(uint32_t slot, const uint32_t *code)
{
	printf("# slot %u:", slot);
	for (unsigned int i = 0; i < HVX_SLOT_WORDS; i++)
		printf(" %08x", code[i]);
	printf("\n");
	return false;
}

static bool packets_check(struct player *player, uint32_t module, uint32_t slot,
			  const struct hvx_state *before, struct hvx_state *want,
			  const uint32_t *code)
{
	struct player_call call = player_call(player, 0, module, HVX_ONCE);
	struct hvx_state got;
	uint32_t out;

	player_in(&call, &slot, sizeof(slot), 0);
	player_in(&call, before, sizeof(*before), 0);
	out = player_out(&call, sizeof(got), 0);
	if (!TAP_EXPECT(player_invoke(&call) == 0))
		return packets_tell(slot, code);
	player_get(&call, out, &got);
	want->base = got.base;
	if (TAP_EXPECT(!memcmp(&got, want, sizeof(got))))
		return true;
	for (size_t i = 0; i < sizeof(got) / 4; i++)
		if (((uint32_t *)&got)[i] != ((uint32_t *)want)[i]) {
			printf("# word %zu: %08x, want %08x\n", i, ((uint32_t *)&got)[i],
			       ((uint32_t *)want)[i]);
			break;
		}
	return packets_tell(slot, code);
}

static void test_random(void)
{
	static struct hvx_state before[HVX_SLOTS], want[HVX_SLOTS];
	static uint32_t code[HVX_SLOTS][HVX_SLOT_WORDS];

	for (unsigned int round = 0; round < PACKETS_ROUNDS; round++) {
		struct hvx_file *file = hvx_file_read(0x75);
		struct player *player;
		unsigned int wrong = 0;
		uint32_t module;

		for (uint32_t i = 0; i < HVX_SLOTS; i++) {
			for (unsigned int k = 0; k < HVX_SLOT_WORDS; k++)
				code[i][k] = k == HVX_SLOT_WORDS - 1 ? 0x529fc000 : 0x7f00c000;
			packets_fill(&before[i]);
			want[i] = before[i];
			packets_sequence(code[i], i, &want[i]);
			/* The next one's last word is where calls go. */
			code[i][HVX_SLOT_WORDS - 1] = 0x529fc000;
			hvx_file_put(file, i, code[i], HVX_SLOT_WORDS);
		}
		player = hvx_file_start(file);
		TAP_EQUAL(player_open_name(player, "hvx", &module), 0);
		TAP_EXPECT(!strstr(player->log, "cannot be computed"));
		for (uint32_t i = 0; i + 1 < HVX_SLOTS && wrong < 3 && !player->has_fault; i++)
			wrong += !packets_check(player, module, i, &before[i], &want[i], code[i]);
		if (!TAP_EXPECT(!player->has_fault))
			printf("# %.2000s\n", player->fault_text);
		player_stop(player);
		hvx_file_free(file);
		if (wrong)
			break;
	}
}

static const struct tap_test packets_cases[] = {
	{"random", test_random},
};

int main(void)
{
	return fixture_run(packets_cases, sizeof(packets_cases) / sizeof(packets_cases[0]));
}
