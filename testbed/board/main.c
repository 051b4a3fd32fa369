// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors

/*
 * The `board` command: everything about a board that is not C. The scripts of
 * the test bed ask it; they know no address and no number of their own.
 */

#include "board.h"
#include "tool.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char main_usage[] =
	"usage: board check FILE\n"
	"       board labels FILE             the DSPs, one label per line\n"
	"       board dts FILE                root node to append to QEMU's device tree\n"
	"       board firmware FILE LABEL OUT firmware of one DSP\n"
	"       board qemu FILE --dump DTB    QEMU arguments that write its own device tree\n"
	"       board qemu FILE --run DIR --ram FILE --kernel FILE --initrd FILE --dtb FILE\n"
	"                       [--share DIR] [--root DIR] [--append TEXT] [--spin PLUGIN] [--gdb]\n";

static int main_check(const struct board *b)
{
	printf("%s: %u cpus, %llu MiB, SID at bit %u, poll %s\n", b->name, b->cpus,
	       (unsigned long long)(b->ram_size >> 20), b->sid_shift, b->poll ? "on" : "off");
	for (unsigned int i = 0; i < b->dsp_count; i++)
		printf("%s: v%x, pid %u, %u banks, %u sessions each%s\n", b->dsp[i].label,
		       b->dsp[i].arch, b->dsp[i].pid, b->dsp[i].banks, b->dsp[i].sessions,
		       b->dsp[i].non_secure ? ", non-secure" : "");
	return 0;
}

static int main_labels(const struct board *b)
{
	for (unsigned int i = 0; i < b->dsp_count; i++)
		puts(b->dsp[i].label);
	return 0;
}

static int main_firmware(const struct board *b, const char *label, const char *path)
{
	const struct board_dsp *dsp = board_find_dsp(b, label);
	FILE *out;
	int ret;

	if (!dsp) {
		fprintf(stderr, "board: %s has no DSP '%s'; `board labels` lists them\n", b->name,
			label);
		return -ENOENT;
	}
	out = fopen(path, "we");
	if (!out) {
		ret = -errno;
		fprintf(stderr, "board: %s: %s\n", path, strerror(-ret));
		return ret;
	}
	ret = board_write_firmware(dsp, out);
	if (fclose(out) && !ret)
		ret = -EIO;
	if (ret)
		fprintf(stderr, "board: %s: %s\n", path, strerror(-ret));
	return ret;
}

/* An argument per line has no room for a newline, QEMU's own lists none for a comma. */
static int main_check_path(const char *option, const char *text)
{
	if (!strpbrk(text, strcmp(option, "append") ? "\n," : "\n"))
		return 0;
	fprintf(stderr, "board: --%s '%s' holds a comma or a newline; use another name\n", option,
		text);
	return -EINVAL;
}

static int main_qemu(const struct board *b, int argc, char **argv)
{
	static const struct option options[] = {
		{ "run", required_argument, NULL, 'r' },
		{ "ram", required_argument, NULL, 'm' },
		{ "kernel", required_argument, NULL, 'k' },
		{ "initrd", required_argument, NULL, 'i' },
		{ "dtb", required_argument, NULL, 't' },
		{ "share", required_argument, NULL, 's' },
		{ "append", required_argument, NULL, 'a' },
		{ "dump", required_argument, NULL, 'd' },
		{ "root", required_argument, NULL, 'o' },
		{ "spin", required_argument, NULL, 'p' },
		{ "gdb", no_argument, NULL, 'g' },
		{ NULL, 0, NULL, 0 },
	};
	struct board_boot boot = { 0 };
	const char **field[256] = {
		['r'] = &boot.run, ['m'] = &boot.ram, ['k'] = &boot.kernel, ['i'] = &boot.initrd,
		['t'] = &boot.dtb, ['s'] = &boot.share, ['a'] = &boot.append, ['d'] = &boot.dump,
		['o'] = &boot.root, ['p'] = &boot.spin,
	};
	int c, index;

	while ((c = getopt_long(argc, argv, "", options, &index)) != -1) {
		if (c == 'g')
			boot.gdb = 1;
		else if (c == '?' || main_check_path(options[index].name, optarg))
			return -EINVAL;
		else
			*field[c] = optarg;
	}
	if (!boot.dump && (!boot.run || !boot.ram || !boot.kernel || !boot.initrd || !boot.dtb)) {
		fputs(main_usage, stderr);
		return -EINVAL;
	}
	board_write_qemu(b, &boot, stdout);
	return 0;
}

static int main_dispatch(const struct board *b, int argc, char **argv)
{
	const char *verb = argv[1];

	if (!strcmp(verb, "qemu"))
		return main_qemu(b, argc - 2, argv + 2);
	if (!strcmp(verb, "firmware") && argc == 5)
		return main_firmware(b, argv[3], argv[4]);
	if (!strcmp(verb, "check") && argc == 3)
		return main_check(b);
	if (!strcmp(verb, "labels") && argc == 3)
		return main_labels(b);
	if (!strcmp(verb, "dts") && argc == 3) {
		board_write_dts(b, stdout);
		return 0;
	}
	fputs(main_usage, stderr);
	return -EINVAL;
}

int main(int argc, char **argv)
{
	static struct board board;
	char error[512];

	if (argc < 3) {
		fputs(main_usage, stderr);
		return EXIT_FAILURE;
	}
	if (board_load(&board, argv[2], error, sizeof(error))) {
		fprintf(stderr, "board: %s\n", error);
		return EXIT_FAILURE;
	}
	if (main_dispatch(&board, argc, argv))
		return EXIT_FAILURE;
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "board: standard output: %s\n", strerror(errno));
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}
