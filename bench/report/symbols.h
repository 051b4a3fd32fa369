/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef BENCH_SYMBOLS_H
#define BENCH_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct symbol - a function of the guest's kernel
 * @address: where it begins
 * @name: its name
 * @module: "[module]", or ""
 * @phase: its enum phase
 * @event: its enum event, or -1
 */
struct symbol {
	uint64_t address;
	char name[64];
	char module[32];
	int phase;
	int event;
};

struct symbols {
	struct symbol *all;
	size_t count;
};

/* Reads lines as /proc/kallsyms has them and adds them; 0, or -1 with a message. */
int symbols_read(struct symbols *s, const char *path);
/* Sorts, and removes nothing; before symbols_find(). */
void symbols_sort(struct symbols *s);
/* The function that @address lies in, or NULL. */
const struct symbol *symbols_find(const struct symbols *s, uint64_t address);
void symbols_free(struct symbols *s);

#endif
