// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Files for the DSP: what it gets, and what it must not get.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake_listener.h"
#include "folder.h"
#include "tap.h"

#define STD		1
#define ENOTALLOWED	0x2b
#define ENOSUCHFILE	0x45
#define EBADFD		0x4f
#define EBADPARM	0x0e

static struct qda_device *dev;
static struct qda_session *session;

static void setup(void)
{
	struct qda_module *module;

	folder_make();
	unsetenv("ADSP_LIBRARY_PATH");
	setenv("DSP_LIBRARY_PATH", folder_path(""), 1);
	dev = fake_listener_setup(7);
	TAP_EXPECT(!qda_session_create(dev, QDA_SESSION_UNSIGNED, &session,
				       NULL));
	TAP_EXPECT(!qda_module_open(session, "none", &module, NULL, NULL, 0));
	TAP_EXPECT(!qda_module_close(module));
}

static void cleanup(void)
{
	TAP_EXPECT(!qda_session_close(session));
	fake_listener_cleanup(dev);
	folder_remove();
}

static int32_t open_mode(const char *name, const char *mode, uint32_t *file)
{
	uint32_t sizes[4] = {
		18, 2, (uint32_t)strlen(name) + 1, (uint32_t)strlen(mode) + 1,
	};
	const struct fake_buf in[] = {
		FAKE_BUF(sizes),
		FAKE_TEXT("ADSP_LIBRARY_PATH"),
		FAKE_TEXT(";"),
		{ (char *)name, sizes[2] },
		{ (char *)mode, sizes[3] },
	};
	const struct fake_buf out[] = { { file, 4 } };

	return fake_reverse(STD, 19, in, 5, out, 1);
}

static int32_t open_plain(const char *name, uint32_t *file)
{
	uint32_t sizes[2] = { (uint32_t)strlen(name) + 1, 3 };
	const struct fake_buf in[] = {
		FAKE_BUF(sizes), { (char *)name, sizes[0] }, FAKE_TEXT("rb"),
	};
	const struct fake_buf out[] = { { file, 4 } };

	return fake_reverse(STD, 0, in, 3, out, 1);
}

/* The sizes leave out the NUL of the name, or of the mode; or are nothing. */
static void open_without_end(void)
{
	static const uint32_t wrong[][2] = { { 5, 3 }, { 6, 2 }, { 0, 3 }, { 7, 3 } };
	uint32_t file, sizes[2];
	const struct fake_buf in[] = {
		FAKE_BUF(sizes), FAKE_TEXT("plain"), FAKE_TEXT("rb"),
	};
	const struct fake_buf out[] = { FAKE_BUF(file) };

	setup();
	folder_text("plain", "bytes");
	for (int i = 0; i < 4; i++) {
		memcpy(sizes, wrong[i], sizeof(sizes));
		TAP_EXPECT(fake_reverse(STD, 0, in, 3, out, 1) == 0x0e);
	}
	memcpy(sizes, (uint32_t[]){ 6, 3 }, sizeof(sizes));
	TAP_EXPECT(!fake_reverse(STD, 0, in, 3, out, 1));
	cleanup();
}

/* A method of one number: close, rewind. */
static int32_t simple(uint32_t method, uint32_t file)
{
	const struct fake_buf in[] = { FAKE_BUF(file) };

	return fake_reverse(STD, method, in, 1, NULL, 0);
}

/* A method of one number that tells one of @size bytes. */
static int32_t tell(uint32_t method, uint32_t file, void *answer,
		    uint32_t size)
{
	const struct fake_buf in[] = { FAKE_BUF(file) };
	const struct fake_buf out[] = { { answer, size } };

	return fake_reverse(STD, method, in, 1, out, 1);
}

static int32_t seek(uint32_t file, int32_t offset, uint32_t whence)
{
	uint32_t numbers[3] = { file, (uint32_t)offset, whence };
	const struct fake_buf in[] = { FAKE_BUF(numbers) };

	return fake_reverse(STD, 9, in, 1, NULL, 0);
}

/* Reads: bytes, and whether that was the end; -1. */
static long get(uint32_t file, void *bytes, uint32_t size, uint32_t *end)
{
	uint32_t numbers[2] = { file, size };
	uint32_t answer[2] = { 0 };
	const struct fake_buf in[] = { FAKE_BUF(numbers) };
	const struct fake_buf out[] = { FAKE_BUF(answer), { bytes, size } };

	if (fake_reverse(STD, 4, in, 1, out, 2))
		return -1;
	*end = answer[1];
	return answer[0];
}

static int exists(const char *name)
{
	uint32_t size = (uint32_t)strlen(name) + 1;
	uint8_t yes = 9;
	const struct fake_buf in[] = { FAKE_BUF(size), { (char *)name, size } };
	const struct fake_buf out[] = { FAKE_BUF(yes) };

	return fake_reverse(STD, 22, in, 2, out, 1) ? -1 : yes;
}

static int32_t status(const char *name, uint64_t answer[12])
{
	uint32_t numbers[2] = { 31, (uint32_t)strlen(name) + 1 };
	const struct fake_buf in[] = {
		FAKE_BUF(numbers), { (char *)name, numbers[1] },
	};
	const struct fake_buf out[] = { { answer, 96 } };

	return fake_reverse(STD, 31, in, 2, out, 1);
}

/* A file from its opening to its closing. */
static void read_file(void)
{
	char bytes[16] = "";
	uint32_t file, end = 9, answer;
	uint64_t size;

	setup();
	folder_text("liba_skel.so", "0123456789");
	TAP_EXPECT(!open_mode("liba_skel.so", "rb", &file));
	TAP_EXPECT(!tell(10, file, &size, 8) && size == 10);
	TAP_EXPECT(get(file, bytes, 4, &end) == 4 && !end);
	TAP_EXPECT(!memcmp(bytes, "0123", 4));
	TAP_EXPECT(!tell(8, file, &answer, 4) && answer == 4);
	TAP_EXPECT(get(file, bytes, 16, &end) == 6 && end);
	TAP_EXPECT(!memcmp(bytes, "456789\0", 7));
	TAP_EXPECT(!tell(12, file, &answer, 4) && answer == 1);
	TAP_EXPECT(!tell(13, file, &answer, 4) && answer == 0);
	TAP_EXPECT(!seek(file, -3, 2));
	TAP_EXPECT(!tell(12, file, &answer, 4) && answer == 0);
	TAP_EXPECT(get(file, bytes, 2, &end) == 2 && bytes[0] == '7');
	TAP_EXPECT(!seek(file, -1, 1));
	TAP_EXPECT(get(file, bytes, 1, &end) == 1 && bytes[0] == '8');
	TAP_EXPECT(!seek(file, 5, 0));
	TAP_EXPECT(get(file, bytes, 1, &end) == 1 && bytes[0] == '5');
	TAP_EXPECT(!simple(11, file));
	TAP_EXPECT(get(file, bytes, 0, &end) == 0 && !end);
	TAP_EXPECT(get(file, bytes, 1, &end) == 1 && bytes[0] == '0');
	TAP_EXPECT(!simple(3, file));
	TAP_EXPECT(simple(3, file) == EBADFD);
	cleanup();
}

/* A read that does not fit into the message comes through a buffer. */
static void read_much(void)
{
	size_t size = 3 << 20;
	uint8_t *bytes = malloc(size), *back = malloc(size);
	uint32_t file, end;

	setup();
	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(i * 7 >> 3);
	folder_bytes("large", bytes, size);
	TAP_EXPECT(!open_plain("large", &file));
	TAP_EXPECT(get(file, back, (uint32_t)size, &end) == (long)size);
	TAP_EXPECT(!memcmp(bytes, back, size));
	TAP_EXPECT(!simple(3, file));
	free(bytes);
	free(back);
	cleanup();
}

/* Other names for what lies outside, and things that are no files. */
static void outside(void)
{
	static const char *const names[] = {
		"../secret", "..", ".", "", "/etc/passwd", "sub/file", "././sub/file",
		".//file", "./../file", "./", "./.hidden", ".hidden", "sub", "pipe", "dangling", "/file", "file/",
	};
	uint64_t answer[12];
	uint32_t file;

	setup();
	folder_text("file", "x");
	folder_text(".hidden", "x");
	TAP_EXPECT(!mkdir(folder_path("sub"), 0755));
	folder_text("sub/file", "x");
	TAP_EXPECT(!mkfifo(folder_path("pipe"), 0644));
	TAP_EXPECT(!symlink("nowhere", folder_path("dangling")));
	TAP_EXPECT(!symlink("file", folder_path("link")));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int32_t plain = open_plain(names[i], &file);

		TAP_EXPECT(plain == ENOTALLOWED || plain == ENOSUCHFILE);
		TAP_EXPECT(open_mode(names[i], "r", &file) == plain);
		TAP_EXPECT(exists(names[i]) == 0);
		TAP_EXPECT(status(names[i], answer) == plain);
	}
	TAP_EXPECT(!open_plain("file", &file));
	TAP_EXPECT(!open_plain("link", &file));
	TAP_EXPECT(exists("file") == 1);
	cleanup();
}

/* As a DSP asks for it: any number of "./" in front is nothing. */
static void with_dots(void)
{
	static const char *const names[] = { "./file", "././file", "./././././file" };
	uint64_t answer[12];
	char byte;
	uint32_t file, end;

	setup();
	folder_text("file", "x");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		TAP_EXPECT(!open_mode(names[i], "r", &file));
		TAP_EXPECT(get(file, &byte, 1, &end) == 1 && byte == 'x');
		TAP_EXPECT(!simple(3, file));
		TAP_EXPECT(!open_plain(names[i], &file));
		TAP_EXPECT(!simple(3, file));
		TAP_EXPECT(exists(names[i]) == 1);
		TAP_EXPECT(!status(names[i], answer) && answer[5] == 1);
	}
	cleanup();
}

/* Opens a file as memory: its number and its bytes. */
static int32_t open_memory(const char *name, const char *mode, uint32_t answer[2])
{
	uint32_t sizes[5] = {
		36, 18, 2, (uint32_t)strlen(name) + 1, (uint32_t)strlen(mode) + 1,
	};
	const struct fake_buf in[] = {
		FAKE_BUF(sizes), FAKE_TEXT("ADSP_LIBRARY_PATH"), FAKE_TEXT(";"),
		{ (char *)name, sizes[3] }, { (char *)mode, sizes[4] },
	};
	const struct fake_buf out[] = { { answer, 8 } };

	return fake_reverse(STD, 31, in, 5, out, 1);
}

static int32_t close_memory(uint32_t number)
{
	uint32_t numbers[2] = { 35, number };
	const struct fake_buf in[] = { FAKE_BUF(numbers) };

	return fake_reverse(STD, 31, in, 1, NULL, 0);
}

/* A whole file as memory that the DSP maps by its number. */
static void file_as_memory(void)
{
	uint32_t sizes[3] = { 34, 7, 2 };
	const struct fake_buf in[] = { FAKE_BUF(sizes), FAKE_TEXT("./file"), FAKE_TEXT("r") };
	uint32_t first[2], second[2];
	const struct fake_buf out[] = { FAKE_BUF(second) };
	char bytes[6] = "";
	unsigned int gems, maps;

	setup();
	gems = fake.gems;
	maps = fake.maps;
	folder_text("file", "12345");
	folder_text("empty", "");
	TAP_EXPECT(!open_memory("./file", "rb", first) && first[1] == 5);
	TAP_EXPECT(fake.map_flags == 2 && fake.map_request == 2);
	fake_memory(first[0], bytes, 5);
	TAP_EXPECT(!strcmp(bytes, "12345"));
	TAP_EXPECT(!fake_reverse(STD, 31, in, 3, out, 1) && second[1] == 5);
	TAP_EXPECT(second[0] != first[0]);
	TAP_EXPECT(fake.gems == gems + 2 && fake.maps == maps + 2);
	TAP_EXPECT(!close_memory(first[0]));
	TAP_EXPECT(close_memory(first[0]) == EBADFD);
	TAP_EXPECT(close_memory(0) == EBADFD);
	TAP_EXPECT(fake.gems == gems + 1 && fake.maps == maps + 1);
	TAP_EXPECT(open_memory("none", "r", first) == ENOSUCHFILE);
	TAP_EXPECT(open_memory("file", "w", first) == ENOTALLOWED);
	TAP_EXPECT(open_memory("sub/file", "r", first) == ENOTALLOWED);
	TAP_EXPECT(open_memory("empty", "r", first) == 0x4d);
	fake.map_error = -5;
	TAP_EXPECT(open_memory("file", "r", first) == 0x01);
	TAP_EXPECT(fake.gems == gems + 1);
	/* The second one goes with the session. */
	cleanup();
	TAP_EXPECT(fake.gems == 0);
}

/* Lines, and positions that are kept. */
static void lines(void)
{
	uint32_t file, numbers[2], end, used;
	char line[8];
	uint64_t at;
	const struct fake_buf in[] = { FAKE_BUF(numbers) };
	const struct fake_buf in2[] = { FAKE_BUF(numbers), FAKE_BUF(at) };
	const struct fake_buf out[] = { FAKE_BUF(end), FAKE_BUF(line) };
	const struct fake_buf out2[] = { FAKE_BUF(used), FAKE_BUF(at) };

	setup();
	folder_text("file", "one\nlonger line\nx");
	TAP_EXPECT(!open_plain("file", &file));
	numbers[0] = file, numbers[1] = sizeof(line);
	TAP_EXPECT(!fake_reverse(STD, 20, in, 1, out, 2) && !strcmp(line, "one\n") && !end);
	TAP_EXPECT(!fake_reverse(STD, 6, in, 1, out2, 2) && used == 8 && at == 4);
	TAP_EXPECT(!fake_reverse(STD, 20, in, 1, out, 2) && !strcmp(line, "longer "));
	TAP_EXPECT(!fake_reverse(STD, 20, in, 1, out, 2) && !strcmp(line, "line\n"));
	TAP_EXPECT(!fake_reverse(STD, 20, in, 1, out, 2) && !strcmp(line, "x") && !end);
	TAP_EXPECT(!fake_reverse(STD, 20, in, 1, out, 2) && !line[0] && end);
	TAP_EXPECT(!simple(14, file) && !tell(12, file, &end, 4) && !end);
	TAP_EXPECT(!fake_reverse(STD, 7, in2, 2, NULL, 0));
	TAP_EXPECT(!fake_reverse(STD, 20, in, 1, out, 2) && !strcmp(line, "longer "));
	at = UINT64_MAX;
	TAP_EXPECT(fake_reverse(STD, 7, in2, 2, NULL, 0) == EBADPARM);
	numbers[1] = 9;
	TAP_EXPECT(fake_reverse(STD, 20, in, 1, out, 2) == EBADPARM);
	numbers[1] = 4;
	TAP_EXPECT(fake_reverse(STD, 6, in, 1, out2, 2) == 0x4d);
	TAP_EXPECT(!simple(2, file));
	cleanup();
}

/* No mode but reading. */
static void read_only(void)
{
	static const char *const modes[] = { "w", "a", "r+", "rb+", "wb", "", "+" };
	uint32_t file;

	setup();
	folder_text("file", "x");
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		TAP_EXPECT(open_mode("file", modes[i], &file) == ENOTALLOWED);
	TAP_EXPECT(open_mode("new", "w", &file) == ENOTALLOWED);
	TAP_EXPECT(access(folder_path("new"), F_OK));
	cleanup();
}

/* Numbers that the DSP makes up. */
static void hostile_numbers(void)
{
	static const uint32_t wrong[] = { 0, 2, 33, 0x7fffffff, 0xffffffff };
	uint32_t numbers[2] = { 1, 9 };
	uint32_t file, end, answer[2];
	uint64_t size;
	char bytes[8];
	const struct fake_buf in[] = { FAKE_BUF(numbers) };
	const struct fake_buf out[] = { FAKE_BUF(answer), FAKE_BUF(bytes) };

	setup();
	folder_text("file", "x");
	TAP_EXPECT(!open_plain("file", &file) && file == 1);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		TAP_EXPECT(get(wrong[i], bytes, 1, &end) == -1);
		TAP_EXPECT(seek(wrong[i], 0, 0) == EBADFD);
		TAP_EXPECT(tell(10, wrong[i], &size, 8) == EBADFD);
		TAP_EXPECT(simple(3, wrong[i]) == EBADFD);
	}
	/* Wants more than there is room for. */
	TAP_EXPECT(fake_reverse(STD, 4, in, 1, out, 2) == EBADPARM);
	TAP_EXPECT(seek(file, -1, 0) == EBADPARM);
	TAP_EXPECT(seek(file, 0, 3) == EBADPARM);
	TAP_EXPECT(!seek(file, 0x7fffffff, 0));
	TAP_EXPECT(get(file, bytes, 1, &end) == 0 && end);
	TAP_EXPECT(!seek(file, 0x7fffffff, 1));
	TAP_EXPECT(tell(8, file, answer, 4) == 0x4d);
	cleanup();
}

/* Methods that write, or look into the environment. */
static void not_served(void)
{
	static const uint32_t methods[] = {
		1, 5, 15, 16, 17, 18, 21, 23, 24, 25, 26, 27, 28, 29, 30,
	};
	uint32_t numbers[4] = { 33 };
	const struct fake_buf in[] = { FAKE_BUF(numbers) };

	setup();
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		TAP_EXPECT(fake_reverse(STD, methods[i], in, 1, NULL, 0) ==
			   0x14);
	/* By the way around, through method 31. */
	TAP_EXPECT(fake_reverse(STD, 31, in, 1, NULL, 0) == 0x14);
	cleanup();
}

/* Files that the DSP leaves open are closed with the session; there is a limit. */
static void too_many(void)
{
	uint32_t file;

	setup();
	folder_text("file", "x");
	for (uint32_t i = 1; i <= 32; i++)
		TAP_EXPECT(!open_plain("file", &file) && file == i);
	TAP_EXPECT(open_plain("file", &file) == 0x201);
	TAP_EXPECT(!simple(3, 7));
	TAP_EXPECT(!open_plain("file", &file) && file == 7);
	cleanup();
	TAP_EXPECT(access("/proc/self/fd/20", F_OK));
}

/* Size and kind of a file, and nothing about where it lies. */
static void file_status(void)
{
	uint64_t answer[12];

	setup();
	folder_text("file", "12345");
	TAP_EXPECT(!status("file", answer));
	TAP_EXPECT(answer[0] == 96);
	TAP_EXPECT(!answer[1] && !answer[2] && !answer[4]);
	TAP_EXPECT((uint32_t)answer[3] == (S_IFREG | 0444));
	TAP_EXPECT(answer[5] == 5);
	TAP_EXPECT(answer[8] > 1500000000);
	cleanup();
}

static const struct tap_test tests[] = {
	TAP_TEST(open_without_end),
	TAP_TEST(read_file),
	TAP_TEST(read_much),
	TAP_TEST(outside),
	TAP_TEST(with_dots),
	TAP_TEST(file_as_memory),
	TAP_TEST(lines),
	TAP_TEST(read_only),
	TAP_TEST(hostile_numbers),
	TAP_TEST(not_served),
	TAP_TEST(too_many),
	TAP_TEST(file_status),
};

TAP_MAIN(tests)
