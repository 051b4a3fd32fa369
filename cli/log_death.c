// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * How a process on a DSP has died, from the DSP's log: of the kernel's dumps there is only
 * that of the first death in five minutes. Only root can read it.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "log_death.h"
#include "log_line.h"
#include "qda.h"

/* The caller may be told before the log is: tries, and milliseconds between them. */
#define LOG_DEATH_TRIES	250
#define LOG_DEATH_PAUSE	20

/* "KEY: VALUE" in @text: the value. */
static void log_death_take(const char *text, const char *key, char *value, size_t size)
{
	size_t length = strlen(key);

	if (!strncmp(text, key, length))
		snprintf(value, size, "%s", text + length);
}

/**
 * log_death_add() - take the next line of a log
 * @death: what is known so far
 * @line: the line
 */
void log_death_add(struct log_death *death, const char *line)
{
	struct log_line parts;

	log_line_parse(&parts, line);
	if (!strcmp(parts.file, LOG_LINE_RECORD) && !parts.number) {
		if (parts.pd != death->pd)
			death->signal[0] = death->pc[0] = '\0';
		death->pd = parts.pd;
		log_death_take(parts.text, "signal: ", death->signal, sizeof(death->signal));
		log_death_take(parts.text, "pc: ", death->pc, sizeof(death->pc));
	}
	if (!parts.name[0] || strcmp(parts.name, death->program))
		return;
	death->running = !strcmp(parts.text, "started");
	death->told[0] = '\0';
	if (!strcmp(parts.text, "ended: exception") && parts.pd == death->pd &&
	    death->signal[0] && death->pc[0])
		snprintf(death->told, sizeof(death->told), "%s, at %s", death->signal, death->pc);
}

/**
 * log_death_describe() - say how the last process of a program has died
 * @dev: the DSP
 * @program: the program's name, as the kernel has it
 * @text: where to put it; "" if the log does not tell or cannot be read
 * @size: bytes at @text
 */
void log_death_describe(struct qda_device *dev, const char *program, char *text, size_t size)
{
	struct log_death death = { .program = program };
	char line[QDA_TEXT_SIZE];
	struct qda_log *log;
	int32_t result;
	int ret = 0;

	text[0] = '\0';
	if (qda_log_open(dev, &log, &result))
		return;
	for (int i = 0; i < LOG_DEATH_TRIES && (!ret || ret == -EAGAIN); i++) {
		while (!(ret = qda_log_read(log, line, sizeof(line), 0)))
			log_death_add(&death, line);
		if (!death.running)
			break;
		poll(NULL, 0, LOG_DEATH_PAUSE);
	}
	qda_log_close(log);
	snprintf(text, size, "%s", death.told);
}
