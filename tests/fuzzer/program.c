// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Makes programs, mostly from others that were worth keeping; and their files.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fuzzer/steps.h"

static uint64_t program_state;

static uint32_t program_random(uint32_t limit)
{
	if (!program_state)
		program_state = (uint64_t)time(NULL) * 0x9e3779b97f4a7c15ull + (uint64_t)getpid();
	program_state ^= program_state << 13;
	program_state ^= program_state >> 7;
	program_state ^= program_state << 17;
	return (uint32_t)(program_state >> 20) % limit;
}

/* Half of the bytes are usual ones, or nothing would ever work. */
static uint8_t program_random_byte(void)
{
	return program_random(2) ? 0 : (uint8_t)program_random(256);
}

static void program_random_step(struct fuzzer_step *step)
{
	step->op = (uint8_t)program_random(STEPS_COUNT);
	step->nth = program_random(4) ? 0 : (uint8_t)program_random(FUZZER_NTH_MAX);
	for (unsigned int i = 0; i < FUZZER_BYTES; i++)
		step->a[i] = program_random_byte();
}

static void program_insert(struct fuzzer_program *p, unsigned int at,
			   const struct fuzzer_step *step)
{
	if (p->count == FUZZER_STEPS)
		return;
	memmove(&p->steps[at + 1], &p->steps[at], (p->count - at) * sizeof(*step));
	p->steps[at] = *step;
	p->count++;
}

void fuzzer_program_remove(struct fuzzer_program *p, unsigned int at)
{
	memmove(&p->steps[at], &p->steps[at + 1], (p->count - at - 1) * sizeof(p->steps[0]));
	p->count--;
}

static void program_mutate(struct fuzzer_program *p, const struct fuzzer_program *other)
{
	unsigned int at = program_random(p->count);
	struct fuzzer_step step;

	switch (program_random(8)) {
	case 0:
		program_random_step(&step);
		program_insert(p, program_random(p->count + 1u), &step);
		break;
	case 1:
		step = other->steps[program_random(other->count)];
		program_insert(p, program_random(p->count + 1u), &step);
		break;
	case 2:
		if (p->count > 1)
			fuzzer_program_remove(p, at);
		break;
	case 3:
		p->steps[at].nth = (uint8_t)program_random(program_random(2) ? 24 : FUZZER_NTH_MAX);
		break;
	case 4:
		/* Its beginning, then the end of the other one. */
		for (unsigned int i = at; i < other->count; i++) {
			p->steps[i] = other->steps[i];
			p->count = (uint8_t)(i + 1);
		}
		break;
	case 5:
		p->steps[at].a[program_random(FUZZER_BYTES)] ^= (uint8_t)(1 << program_random(8));
		break;
	default:
		p->steps[at].a[program_random(FUZZER_BYTES)] = program_random_byte();
	}
}

void fuzzer_program_make(struct fuzzer_program *p, const struct fuzzer_corpus *corpus)
{
	unsigned int newest = corpus->count < 32 ? corpus->count : 32;

	if (!corpus->count || !program_random(50)) {
		p->count = (uint8_t)(1 + program_random(FUZZER_STEPS));
		for (unsigned int i = 0; i < p->count; i++)
			program_random_step(&p->steps[i]);
		return;
	}
	/* The last ones are the least known. */
	*p = corpus->programs[program_random(2) ? program_random(corpus->count) :
			      corpus->count - 1 - program_random(newest)];
	for (unsigned int n = 1 + program_random(5); n; n--)
		program_mutate(p, &corpus->programs[program_random(corpus->count)]);
}

bool fuzzer_program_load(struct fuzzer_program *p, const char *path)
{
	FILE *file = fopen(path, "rbe");
	bool ok = file && fread(p, sizeof(*p), 1, file) == 1 && p->count &&
		  p->count <= FUZZER_STEPS;

	if (file)
		fclose(file);
	return ok;
}

bool fuzzer_program_save(const struct fuzzer_program *p, const char *path)
{
	FILE *file = fopen(path, "wbe");
	bool ok = file && fwrite(p, sizeof(*p), 1, file) == 1;

	if (file && fclose(file))
		ok = false;
	return ok;
}

void fuzzer_program_print(const struct fuzzer_program *p)
{
	for (unsigned int i = 0; i < p->count; i++) {
		const struct fuzzer_step *step = &p->steps[i];

		printf("#   %-10s", steps_name(step->op));
		for (unsigned int k = 0; k < FUZZER_BYTES; k++)
			printf(" %02x", step->a[k]);
		if (step->nth && step->nth <= FUZZER_NTH_MAX)
			printf("  fault %u", step->nth);
		printf("\n");
	}
}
