// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors

/* Board files with one thing wrong each, and the sentence that says so. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "board.h"

static const struct parse_case {
	const char *name;
	const char *text;
	const char *error;	/* NULL: the text is right */
} parse_cases[] = {
	{ "complete", "cpus = 2\nram = 1024\n[dsp cdsp]\nbanks = 4\n", NULL },
	{ "comments-and-blanks", "# x\n\n cpus=2 # y\nram\t= 512\n[dsp  cdsp ]\nbanks = 1", NULL },
	{ "crlf", "cpus = 2\r\nram = 1024\r\n[dsp cdsp]\r\nbanks = 4\r\n", NULL },
	{ "defaults", "[dsp cdsp]\n", NULL },
	{ "empty", "", "t:1: no section '[dsp LABEL]'; add at least one" },
	{ "no-dsp", "cpus = 2\nram = 1024\n", "t:3: no section '[dsp LABEL]'; add at least one" },
	{ "unknown-key", "cpu = 2\n",
	  "t:1: unknown key 'cpu'; before the first section there are cpus, ram, soc, poll, "
	  "coherent, hexagon" },
	{ "key-of-other-section", "cpus = 2\nram = 1024\n[dsp cdsp]\npoll = on\n",
	  "t:4: unknown key 'poll'; a [dsp] section has arch, banks, sessions, "
	  "non-secure, no-reg, late-iommu, vmids" },
	{ "second-line", "cpus = 2\ncpus = 3\n", "t:2: second 'cpus'; remove one of the two lines" },
	{ "not-a-number", "cpus = two\n",
	  "t:1: cpus cannot be 'two'; give a whole number from 1 to 8" },
	{ "negative", "cpus = -1\n", "t:1: cpus cannot be '-1'; give a whole number from 1 to 8" },
	{ "zero", "cpus = 0\n", "t:1: cpus cannot be '0'; give a whole number from 1 to 8" },
	{ "trailing", "cpus = 2x\n", "t:1: cpus cannot be '2x'; give a whole number from 1 to 8" },
	{ "nothing", "cpus =\n", "t:1: cpus cannot be ''; give a whole number from 1 to 8" },
	{ "huge", "ram = 99999999999999999999\n",
	  "t:1: ram cannot be '99999999999999999999'; give a whole number from 512 to 3072" },
	{ "too-many-banks", "cpus = 1\nram = 1024\n[dsp cdsp]\nbanks = 15\n",
	  "t:4: banks cannot be '15'; give a whole number from 1 to 14" },
	{ "wrong-word", "soc = glymur\n",
	  "t:1: soc cannot be 'glymur'; give 'generic' or 'kaanapali'" },
	{ "wrong-arch", "[dsp cdsp]\narch = v81\n",
	  "t:2: arch cannot be 'v81'; give 'v68' or 'v73' or 'v75' or 'v79'" },
	{ "no-equals", "cpus 2\n", "t:1: no '=' in 'cpus 2'; write 'key = value'" },
	{ "unknown-section", "cpus = 1\nram = 1024\n[bank 1]\n",
	  "t:3: unknown section '[bank 1]'; write '[dsp LABEL]'" },
	{ "open-section", "cpus = 1\nram = 1024\n[dsp cdsp\n",
	  "t:3: unknown section '[dsp cdsp'; write '[dsp LABEL]'" },
	{ "unknown-dsp", "cpus = 1\nram = 1024\n[dsp npu]\n",
	  "t:3: unknown DSP 'npu'; the board has adsp, cdsp and sdsp" },
	{ "second-dsp", "cpus = 1\nram = 1024\n[dsp cdsp]\nbanks = 1\n[dsp cdsp]\n",
	  "t:5: second DSP 'cdsp'; each DSP has one section" },
};

int main(void)
{
	const size_t count = sizeof(parse_cases) / sizeof(parse_cases[0]);
	static struct board b;
	char error[256];

	printf("1..%zu\n", count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct parse_case *c = &parse_cases[i];
		int ret;
		bool ok;

		error[0] = 0;
		ret = board_parse(&b, "t", c->text, error, sizeof(error));
		ok = c->error ? ret == -EINVAL && !strcmp(error, c->error) : !ret;
		printf("%sok %zu %s\n", ok ? "" : "not ", i + 1, c->name);
		if (!ok)
			printf("# returned %d, '%s'\n", ret, error);
	}

	int ret = board_load(&b, "/nonexistent/x.board", error, sizeof(error));

	printf("%sok %zu missing-file\n", ret == -ENOENT ? "" : "not ", count + 1);
	return 0;
}
