// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * A process on a DSP, and the sentences for what can go wrong on the way to
 * its module.
 */
#include <errno.h>
#include <stddef.h>
#include <time.h>

#include "cmd.h"
#include "diagnose.h"
#include "log_death.h"
#include "process.h"
#include "qda.h"

/**
 * process_find_dsp() - open a DSP, now or when it is there
 * @name: a domain, or the path of a node, or NULL for the first
 * @wait_ns: how long to wait for it, or %QDA_NO_WAIT
 * @dev: where to put it; sessions on it wait as long for a bank
 *
 * Return: 0 or -errno.
 */
int process_find_dsp(const char *name, int64_t wait_ns,
		     struct qda_device **dev)
{
	int ret;

	if (wait_ns == QDA_NO_WAIT)
		return qda_device_open(name, dev);
	ret = qda_device_wait(name, wait_ns, dev);
	return ret ? ret : qda_device_set_bank_wait(*dev, wait_ns);
}

/**
 * process_open_dsp() - open the DSP
 * @process: its name is set
 *
 * Return: exit status of the command.
 */
int process_open_dsp(struct process *process)
{
	char problem[DIAGNOSE_TEXT];
	int ret;

	ret = process_find_dsp(process->name, process->wait_ns, &process->dev);
	if (!ret)
		return CMD_OK;

	diagnose_open(process->name, ret, problem, sizeof(problem));
	cmd_complain("no DSP found: %s", problem);
	return CMD_NO_DSP;
}

/**
 * process_start() - start a process without a signature
 * @process: its DSP is open
 * @path: folders in which modules are looked for first, or NULL
 *
 * Return: exit status of the command.
 */
int process_start(struct process *process, const char *path)
{
	int32_t result = 0;
	int ret;

	ret = qda_session_create(process->dev, QDA_SESSION_UNSIGNED,
				 &process->session, &result);
	if (!ret)
		ret = qda_session_set_path(process->session, path);
	if (!ret)
		ret = qda_session_set_number(process->session, process->number);
	if (!ret)
		return CMD_OK;

	cmd_complain("%s: cannot start a process: %s%s%s%s", process->name,
		     qda_error_text(QDA_CONTEXT_SESSION, ret),
		     result ? ": " : "",
		     result ? qda_result_text(result) : "",
		     ret == -EUSERS ? ", or wait for one with qda -w SECONDS" : "");
	return CMD_FAILED;
}

/* It has died: how, if the DSP's log can be read. */
static void process_complain_died(const struct process *process,
				  const char *what)
{
	char how[LOG_DEATH_TEXT];

	log_death_describe(process->dev, program_invocation_short_name, how, sizeof(how));
	cmd_complain("%s: %s: %s%s%s", process->name, what,
		     how[0] ? "the process on the DSP has died of " : "",
		     how, how[0] ? ": see qda log for the way there" :
		     qda_error_text(QDA_CONTEXT_CALL, -ECONNABORTED));
}

/**
 * process_load() - open a module in the process
 * @process: started
 * @module: its name
 *
 * Return: exit status of the command.
 */
int process_load(struct process *process, const char *module)
{
	char text[QDA_TEXT_SIZE] = "";
	int32_t result = 0;
	int ret;

	ret = qda_module_open(process->session, module, &process->module,
			      &result, text, sizeof(text));
	if (!ret) {
		if (text[0])
			cmd_complain("warning: %s", text);
		return CMD_OK;
	}

	if (ret == -ECONNABORTED)
		process_complain_died(process, "cannot open the module");
	else if (text[0] && !result)
		cmd_complain("%s: cannot open the module: %s", process->name,
			     text);
	else if (result)
		cmd_complain("%s: cannot open the module '%s': %s (0x%x)%s%s",
			     process->name, module, qda_result_text(result),
			     (uint32_t)result, text[0] ? ": " : "", text);
	else
		cmd_complain("%s: cannot open the module '%s': %s",
			     process->name, module,
			     qda_error_text(QDA_CONTEXT_MODULE, ret));
	return CMD_FAILED;
}

static int64_t process_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * CMD_NS_PER_S + now.tv_nsec;
}

/**
 * process_call() - call a method of the module, and time it
 * @process: loaded
 * @method: number of the method
 * @args: the arguments
 * @count: number of arguments
 * @limit_s: for how long, 0 is no limit
 * @result: where to put what the method returned
 *
 * Return: exit status of the command; %CMD_OK also if @result is not 0, such
 * calls are not timed.
 */
int process_call(struct process *process, uint32_t method,
		 const struct qda_arg *args, unsigned int count,
		 unsigned long limit_s, int32_t *result)
{
	int64_t took;
	int ret;

	took = -process_now();
	ret = qda_module_call(process->module, method, args, count,
			      (int64_t)limit_s * CMD_NS_PER_S, result);
	took += process_now();
	if (ret == -ECONNABORTED)
		process_complain_died(process, "the call failed");
	else if (ret == -ETIMEDOUT)
		cmd_complain("%s: the call failed: no answer in %lu s: the method is stuck or needs longer, see its FARF lines in qda log; -t SECONDS waits longer",
			     process->name, limit_s);
	else if (ret)
		cmd_complain("%s: the call failed: %s", process->name,
			     qda_error_text(QDA_CONTEXT_CALL, ret));
	if (ret)
		return CMD_FAILED;
	if (!*result)
		histogram_add(&process->times, took);
	return CMD_OK;
}

/**
 * process_close() - end it, however far it came
 * @process: the process
 */
void process_close(struct process *process)
{
	if (process->module)
		qda_module_close(process->module);
	if (process->session)
		qda_session_close(process->session);
	if (process->dev)
		qda_device_close(process->dev);
}
