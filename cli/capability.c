// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Words for what a DSP says it can do. The numbers are the attributes of
 * Qualcomm's remote.h.
 */
#include <stdbool.h>
#include <stdio.h>

#include "capability.h"

/* Attributes that need more than a word. */
#define CAPABILITY_VTCM_PAGE	4
#define CAPABILITY_VTCM_COUNT	5
#define CAPABILITY_ARCH		6

/**
 * struct capability_word - words for one attribute that is not 0
 */
struct capability_word {
	/** @attribute: its number */
	unsigned int attribute;
	/** @words: the words */
	const char *words;
	/** @counts: whether the value counts something */
	bool counts;
};

static const struct capability_word capability_table[] = {
	{ 1, "unsigned PDs", false },
	{ 2, "HVX of 64 bytes", true },
	{ 3, "HVX of 128 bytes", true },
	{ 7, "HMX depth", true },
	{ 8, "HMX spatial", true },
	{ 9, "asynchronous calls", false },
	{ 10, "status notices", false },
	{ 128, "performance records", false },
	{ 129, "DMA handles in reverse calls", false },
	{ 130, "DSP signals", false },
	{ 131, "shared process buffer", false },
};

/**
 * capability_arch() - the DSP's architecture
 * @values: all capabilities
 * @text: where to put it: "v68", or "" if the DSP does not tell
 * @size: bytes at @text
 *
 * The low byte reads as the version does; what is above it differs by chip.
 */
void capability_arch(const uint32_t *values, char *text, size_t size)
{
	unsigned int arch = values[CAPABILITY_ARCH] & 0xff;

	text[0] = '\0';
	if (arch)
		snprintf(text, size, "v%x", arch);
}

/**
 * capability_words() - everything else that has a name
 * @values: all capabilities
 * @text: where to put it: "unsigned PDs, HVX of 128 bytes (4)", or ""
 * @size: bytes at @text; %CAPABILITY_TEXT is enough
 */
void capability_words(const uint32_t *values, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < sizeof(capability_table) /
	     sizeof(capability_table[0]); i++) {
		const struct capability_word *word = &capability_table[i];
		uint32_t value = values[word->attribute];
		char number[16] = "";

		if (!value)
			continue;
		if (word->counts)
			snprintf(number, sizeof(number), " (%u)", value);
		if (used < size)
			used += (size_t)snprintf(text + used, size - used,
						 "%s%s%s", used ? ", " : "",
						 word->words, number);
	}
	if (values[CAPABILITY_VTCM_COUNT] && used < size)
		snprintf(text + used, size - used, "%sVTCM of %u x %u KiB",
			 used ? ", " : "", values[CAPABILITY_VTCM_COUNT],
			 values[CAPABILITY_VTCM_PAGE] >> 10);
}
