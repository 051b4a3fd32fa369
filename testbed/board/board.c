// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors

/*
 * The board file: `key = value` lines, then one `[dsp LABEL]` section for each
 * DSP. Everything that the file does not say is derived here, once, so that
 * the device tree, the QEMU arguments and the vDSP cannot disagree.
 *
 * All derived windows lie in the top 16 MiB of the RAM, below 4 GiB because
 * qcom_smem computes in 32 bits:
 *
 *	+0x000000  SMEM: global partition, one partition per DSP, table of contents
 *	+0x200000  registers: mutex, AOSS, then 128 KiB per DSP
 *	+0x400000  DSP memory, 2 MiB each
 */

#include "board.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOARD_MIB		0x100000ull
#define BOARD_CARVEOUT		(16 * BOARD_MIB)
#define BOARD_FILE_MAX		65536

enum board_key {
	BOARD_KEY_CPUS,
	BOARD_KEY_RAM,
	BOARD_KEY_SOC,
	BOARD_KEY_POLL,
	BOARD_KEY_COHERENT,
	BOARD_KEY_HEXAGON,
	BOARD_KEY_ARCH,
	BOARD_KEY_BANKS,
	BOARD_KEY_SESSIONS,
	BOARD_KEY_NON_SECURE,
	BOARD_KEY_NO_REG,
	BOARD_KEY_LATE_IOMMU,
	BOARD_KEY_VMIDS,
	BOARD_KEYS,
};

/* What a value may be: one of some words (stored as their place), or a number. */
static const struct board_rule {
	const char *name;
	const char *words[5];		/* NULL behind the last */
	unsigned int min, max;
	bool in_dsp;			/* belongs in a [dsp] section */
	unsigned int preset;		/* when it is not given */
} board_rules[BOARD_KEYS] = {
	[BOARD_KEY_CPUS] = { .name = "cpus", .min = 1, .max = 8, .preset = 2 },
	[BOARD_KEY_RAM] = { .name = "ram", .min = 512, .max = 3072, .preset = 1024 },
	[BOARD_KEY_SOC] = { .name = "soc", .words = { "generic", "kaanapali" } },
	[BOARD_KEY_POLL] = { .name = "poll", .words = { "off", "on" } },
	[BOARD_KEY_COHERENT] = { .name = "coherent", .words = { "no", "yes" }, .preset = 1 },
	[BOARD_KEY_HEXAGON] = { .name = "hexagon", .words = { "off", "on" }, .preset = 1 },
	[BOARD_KEY_ARCH] = { .name = "arch", .words = { "v68", "v73", "v75", "v79" },
			     .in_dsp = true },
	[BOARD_KEY_BANKS] = { .name = "banks", .min = 1, .max = BOARD_BANKS_MAX,
			      .in_dsp = true, .preset = 4 },
	[BOARD_KEY_SESSIONS] = { .name = "sessions", .min = 1, .max = 4,
				 .in_dsp = true, .preset = 1 },
	[BOARD_KEY_NON_SECURE] = { .name = "non-secure", .words = { "no", "yes" },
				   .in_dsp = true, .preset = 1 },
	[BOARD_KEY_NO_REG] = { .name = "no-reg", .words = { "no", "yes" }, .in_dsp = true },
	[BOARD_KEY_LATE_IOMMU] = { .name = "late-iommu", .words = { "no", "yes" },
				   .in_dsp = true },
	[BOARD_KEY_VMIDS] = { .name = "vmids", .words = { "no", "yes" }, .in_dsp = true },
};

/* What a DSP says it is, in the order of the words of "arch". */
static const unsigned int board_archs[] = { 0x68, 0x73, 0x75, 0x79 };

/* What the kernel's own device trees fix for a DSP of this name. */
static const struct board_kind {
	const char *label;
	unsigned int pid;
	unsigned int item_smp2p_in;
	unsigned int item_smp2p_out;
	uint32_t stream_base;
} board_kinds[] = {
	{ "adsp", 2, 443, 429, 0x2140 },
	{ "cdsp", 5, 94, 432, 0x2160 },
	{ "sdsp", 3, 481, 430, 0x2150 },
};

struct board_parser {
	struct board *board;
	struct board_dsp *dsp;		/* section being read, or NULL */
	const char *path;
	unsigned int line;
	bool given[BOARD_KEYS];		/* in the current section */
	unsigned int value[BOARD_KEYS];
	char *error;
	size_t error_size;
};

static int board_fail(struct board_parser *p, const char *cause, const char *what,
		      const char *remedy)
{
	snprintf(p->error, p->error_size, "%s:%u: %s '%s'; %s", p->path, p->line, cause, what,
		 remedy);
	return -EINVAL;
}

static int board_parse_value(struct board_parser *p, enum board_key key, const char *text)
{
	const struct board_rule *rule = &board_rules[key];
	char cause[80], remedy[160];
	unsigned long n;
	char *end;

	snprintf(cause, sizeof(cause), "%s cannot be", rule->name);
	if (rule->words[0]) {
		size_t used = (size_t)sprintf(remedy, "give");

		for (unsigned int i = 0; rule->words[i]; i++) {
			if (!strcmp(text, rule->words[i])) {
				p->value[key] = i;
				return 0;
			}
			used += (size_t)snprintf(remedy + used, sizeof(remedy) - used, "%s '%s'",
						 i ? " or" : "", rule->words[i]);
		}
		return board_fail(p, cause, text, remedy);
	}

	errno = 0;
	n = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)text[0]) || *end || errno || n < rule->min ||
	    n > rule->max) {
		snprintf(remedy, sizeof(remedy), "give a whole number from %u to %u",
			 rule->min, rule->max);
		return board_fail(p, cause, text, remedy);
	}
	p->value[key] = (unsigned int)n;
	return 0;
}

static int board_parse_key(struct board_parser *p, const char *name, const char *text)
{
	for (enum board_key key = 0; key < BOARD_KEYS; key++) {
		if (strcmp(name, board_rules[key].name) || board_rules[key].in_dsp != !!p->dsp)
			continue;
		if (p->given[key])
			return board_fail(p, "second", name, "remove one of the two lines");
		p->given[key] = true;
		return board_parse_value(p, key, text);
	}
	if (p->dsp)
		return board_fail(p, "unknown key", name,
				  "a [dsp] section has arch, banks, sessions, non-secure, "
				  "no-reg, late-iommu, vmids");
	return board_fail(p, "unknown key", name,
			  "before the first section there are cpus, ram, soc, poll, coherent, "
			  "hexagon");
}

/* A section is complete when the next one starts, or the file ends. */
static void board_end_section(struct board_parser *p)
{
	for (enum board_key key = 0; key < BOARD_KEYS; key++) {
		const struct board_rule *rule = &board_rules[key];

		if (rule->in_dsp != !!p->dsp || p->given[key])
			continue;
		p->value[key] = rule->preset;
	}

	if (p->dsp) {
		p->dsp->arch = board_archs[p->value[BOARD_KEY_ARCH]];
		p->dsp->banks = p->value[BOARD_KEY_BANKS];
		p->dsp->sessions = p->value[BOARD_KEY_SESSIONS];
		p->dsp->non_secure = p->value[BOARD_KEY_NON_SECURE];
		p->dsp->no_reg = p->value[BOARD_KEY_NO_REG];
		p->dsp->late_iommu = p->value[BOARD_KEY_LATE_IOMMU];
		p->dsp->vmids = p->value[BOARD_KEY_VMIDS];
	} else {
		p->board->cpus = p->value[BOARD_KEY_CPUS];
		p->board->ram_size = p->value[BOARD_KEY_RAM] * BOARD_MIB;
		p->board->sid_shift = p->value[BOARD_KEY_SOC] ? 56 : 32;
		p->board->poll = p->value[BOARD_KEY_POLL];
		p->board->coherent = p->value[BOARD_KEY_COHERENT];
		p->board->hexagon = p->value[BOARD_KEY_HEXAGON];
	}
	memset(p->given, 0, sizeof(p->given));
}

static int board_begin_dsp(struct board_parser *p, const char *label)
{
	struct board *b = p->board;
	const struct board_kind *kind = NULL;

	for (size_t i = 0; i < sizeof(board_kinds) / sizeof(board_kinds[0]); i++)
		if (!strcmp(label, board_kinds[i].label))
			kind = &board_kinds[i];
	if (!kind)
		return board_fail(p, "unknown DSP", label, "the board has adsp, cdsp and sdsp");
	if (board_find_dsp(b, label))
		return board_fail(p, "second DSP", label, "each DSP has one section");

	/* Never too many: there are fewer kinds than places. */
	p->dsp = &b->dsp[b->dsp_count];
	p->dsp->index = b->dsp_count++;
	p->dsp->pid = kind->pid;
	p->dsp->item_smp2p_in = kind->item_smp2p_in;
	p->dsp->item_smp2p_out = kind->item_smp2p_out;
	p->dsp->stream_base = kind->stream_base;
	snprintf(p->dsp->label, sizeof(p->dsp->label), "%s", label);
	return 0;
}

static char *board_trim(char *s)
{
	char *end;

	while (isspace((unsigned char)*s))
		s++;
	end = s + strlen(s);
	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	*end = 0;
	return s;
}

static int board_parse_line(struct board_parser *p, char *line)
{
	char *comment = strchr(line, '#');
	char *key, *value, *equals;
	size_t len;

	if (comment)
		*comment = 0;
	key = board_trim(line);
	len = strlen(key);
	if (!len)
		return 0;

	if (key[0] == '[') {
		if (key[len - 1] != ']' || strncmp(key, "[dsp ", 5))
			return board_fail(p, "unknown section", key, "write '[dsp LABEL]'");
		board_end_section(p);
		key[len - 1] = 0;
		return board_begin_dsp(p, board_trim(key + 5));
	}

	equals = strchr(key, '=');
	if (!equals)
		return board_fail(p, "no '=' in", key, "write 'key = value'");
	*equals = 0;
	value = board_trim(equals + 1);
	key = board_trim(key);
	return board_parse_key(p, key, value);
}

static void board_derive_dsp(const struct board *b, struct board_dsp *d, uint64_t carveout)
{
	uint64_t regs = b->registers.base + 0x80000 + d->index * 0x20000ull;

	d->stream_firmware = d->stream_base | 0xf;
	d->mbox_glink = 2 * d->index;
	d->mbox_smp2p = 2 * d->index + 1;
	d->spi_glink = 120 + 3 * d->index;	/* 112 and up: platform bus, not used here */
	d->spi_smp2p = d->spi_glink + 1;
	d->spi_watchdog = d->spi_glink + 2;
	d->reset = 6 - d->index;		/* sdm845-aoss-cc has the lines 0 to 6 */
	d->partition = (struct board_span){ 0x40000 + d->index * 0x40000, 0x40000 };
	d->regs = (struct board_window){ regs, 0x10000 };
	d->halt = (struct board_window){ regs + 0x10000, 0x1000 };
	d->memory = (struct board_window){ carveout + 0x400000 + d->index * 0x200000ull,
					   0x200000 };
}

static void board_derive(struct board *b)
{
	uint64_t carveout = BOARD_RAM_BASE + b->ram_size - BOARD_CARVEOUT;

	b->smem = (struct board_window){ carveout, 0x200000 };
	b->registers = (struct board_window){ carveout + 0x200000, 0x200000 };
	b->mutex = (struct board_window){ b->registers.base, 0x40000 };
	b->aoss = (struct board_window){ b->registers.base + 0x40000, 0x31000 };
	b->global = (struct board_span){ 0x8000, 0x20000 };
	b->toc_offset = (uint32_t)b->smem.size - 0x1000;
	for (unsigned int i = 0; i < b->dsp_count; i++)
		board_derive_dsp(b, &b->dsp[i], carveout);
}

static void board_set_name(struct board *b, const char *path)
{
	const char *base = strrchr(path, '/');
	char *dot;

	snprintf(b->name, sizeof(b->name), "%s", base ? base + 1 : path);
	dot = strrchr(b->name, '.');
	if (dot && !strcmp(dot, ".board"))
		*dot = 0;
}

/**
 * board_parse() - Read a board from the text of a board file.
 * @b: filled; undefined on error
 * @path: name of the file, for messages and for the board's name
 * @text: the file's content
 * @error: on error one sentence: file, line, cause and remedy, no newline
 * @error_size: bytes at @error
 *
 * Return: 0, -EINVAL for a wrong line, -ENOMEM.
 */
int board_parse(struct board *b, const char *path, const char *text, char *error,
		size_t error_size)
{
	struct board_parser p = {
		.board = b, .path = path, .error = error, .error_size = error_size,
	};
	char *copy = strdup(text);
	char *next = copy;
	int ret = 0;

	if (!copy) {
		snprintf(error, error_size, "%s: out of memory", path);
		return -ENOMEM;
	}
	memset(b, 0, sizeof(*b));
	board_set_name(b, path);

	while (!ret && next) {
		char *line = strsep(&next, "\n");

		p.line++;
		ret = board_parse_line(&p, line);
	}
	if (!ret)
		board_end_section(&p);
	if (!ret && !b->dsp_count)
		ret = board_fail(&p, "no section", "[dsp LABEL]", "add at least one");
	if (!ret)
		board_derive(b);
	free(copy);
	return ret;
}

/**
 * board_load() - Read a board file.
 * @b: filled; undefined on error
 * @error: on error one sentence, no newline
 * @error_size: bytes at @error
 *
 * Return: 0, -EINVAL for a wrong line, another -errno if @path cannot be read.
 */
int board_load(struct board *b, const char *path, char *error, size_t error_size)
{
	char text[BOARD_FILE_MAX];
	FILE *f = fopen(path, "re");
	size_t len;
	int ret = 0;

	if (!f) {
		ret = -errno;
		snprintf(error, error_size, "%s: %s; name a file such as testbed/board/boards/default.board",
			 path, strerror(-ret));
		return ret;
	}
	len = fread(text, 1, sizeof(text) - 1, f);
	if (ferror(f) || !feof(f)) {
		ret = ferror(f) ? -EIO : -EFBIG;
		snprintf(error, error_size, "%s: %s; this is no board file", path, strerror(-ret));
	}
	fclose(f);
	if (ret)
		return ret;
	text[len] = 0;
	return board_parse(b, path, text, error, error_size);
}

/**
 * board_find_dsp() - Find a DSP by its label.
 * @label: "cdsp"
 *
 * Return: the DSP, or NULL if the board has none of this name.
 */
const struct board_dsp *board_find_dsp(const struct board *b, const char *label)
{
	for (unsigned int i = 0; i < b->dsp_count; i++)
		if (!strcmp(b->dsp[i].label, label))
			return &b->dsp[i];
	return NULL;
}
