// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The log of the virtual DSP: one line for each change of state and for each
 * thing that a correct guest does not do. Without a log file nothing is written.
 */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

static FILE *log_file;

/**
 * log_open() - Append all further lines to a file.
 * @path: the file; created if it is not there
 *
 * Return: 0 or -errno.
 */
int log_open(const char *path)
{
	log_file = fopen(path, "ae");
	if (!log_file)
		return -errno;
	setvbuf(log_file, NULL, _IOLBF, 0);
	return 0;
}

/**
 * log_close() - End the log; further lines are dropped.
 */
void log_close(void)
{
	if (log_file)
		fclose(log_file);
	log_file = NULL;
}

/**
 * log_line() - Write one line.
 * @format: as for printf(), without a newline at the end
 */
void log_line(const char *format, ...)
{
	struct timespec now;
	va_list args;

	if (!log_file)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	fprintf(log_file, "[%6lld.%06ld] ", (long long)now.tv_sec, now.tv_nsec / 1000);
	va_start(args, format);
	vfprintf(log_file, format, args);
	va_end(args);
	fputc('\n', log_file);
}
