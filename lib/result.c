// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Words for what DSPs return: the codes of AEEStdErr.h. A DSP adds 0x80000400
 * to them, but for four that are the same everywhere: 39, 46, 104 and 516.
 */
#include <stddef.h>

#include "qda.h"

/* Results that a DSP made begin here; the rest is the AEE code. */
#define RESULT_DSP		0x80000400u
#define RESULT_DSP_END		0x80001000u

#define RESULT_FIRMWARE		"an error inside the DSP's firmware: see qda log"
#define RESULT_FILE		"the DSP could not work with a file of this machine"

/**
 * struct result_word - words for one code
 */
struct result_word {
	/** @code: the AEE code; with RESULT_DSP where the DSP's means another thing */
	uint32_t code;
	/** @text: the words */
	const char *text;
};

static const struct result_word result_words[] = {
	{ 0x000, "success" },
	{ 0x001, "failed" },
	{ 0x002, "not enough memory on the DSP" },
	{ 0x003, "the DSP does not have this class of object" },
	{ 0x004, "the DSP does not support this version of the interface" },
	{ 0x005, "it is loaded already: close it first" },
	{ 0x006, "unable to load: a missing signature, library or symbol" },
	{ 0x007, "unable to unload: it is still in use" },
	{ 0x008, "an alarm is pending" },
	{ 0x009, "an invalid time" },
	{ 0x00a, "no class of object is given" },
	{ 0x00b, "an invalid metric" },
	{ 0x00c, "the time limit has passed" },
	{ 0x00d, "not possible in the state that the DSP is in" },
	{ 0x00e, "bad argument" },
	{ 0x00f, "the scheme of the URI is not one that the DSP knows: write file:///" },
	{ 0x010, "a value is out of range" },
	{ 0x011, "an invalid format" },
	{ 0x012, "an item is incomplete, such as a text that is shorter than announced" },
	{ 0x013, "not enough room in flash memory" },
	{ 0x014, "not supported by the DSP" },
	{ 0x015, "it needs more privileges than this process has on the DSP" },
	{ 0x016, "a resource was not found; for a new process: PD shell and DSP firmware do not match" },
	{ 0x017, "a function was entered again that must not be" },
	{ 0x018, "called from the wrong task" },
	{ 0x019, "memory was left allocated" },
	{ 0x01a, "it is under way, or done, already" },
	{ 0x01b, "the authentication failed" },
	{ 0x01c, "the device needs to be set up by its service" },
	{ 0x01d, "a bad pointer to memory" },
	{ 0x01e, "the heap of the process on the DSP is damaged: the code writes outside of its memory" },
	{ 0x01f, "idle" },
	{ 0x020, "it is in use: try again later" },
	{ 0x021, "an invalid subscriber" },
	{ 0x022, "no type was found" },
	{ 0x023, "more data is needed" },
	{ 0x024, "the capabilities do not match" },
	{ 0x025, "it was not shut down properly" },
	{ 0x026, "the room for the result is too small" },
	{ 0x027, "no such thing on the DSP" },
	{ 0x028, "an acknowledgement is pending" },
	{ 0x029, "only its owner may do this" },
	{ 0x02a, "an invalid item" },
	{ 0x02b, "not allowed" },
	{ 0x02c, "invalid handle" },
	{ 0x02d, "the DSP has no more handles: close modules" },
	{ 0x02e, "interrupted" },
	{ 0x02f, "no more items" },
	{ 0x030, "the DSP's processor reported an exception: see qda log" },
	{ 0x031, "it is read-only" },
	{ 0x032, "the DSP got an invalid message" },
	{ 0x033, "an invalid thread" },
	{ 0x034, "an invalid process" },
	{ 0x035, "an invalid name of a file" },
	{ 0x036, "the digest has the wrong size: sign the library anew" },
	{ 0x037, "the segments of the library are invalid: link it with the SDK's settings" },
	{ 0x038, "the signature is invalid: sign the library, or use an unsigned process" },
	{ 0x039, "no such DSP: the domain is not one of this chip" },
	{ 0x03a, "no buffer with this file descriptor is mapped: map it first" },
	{ 0x03b, "the device node of the DSP could not be opened: see qda info" },
	{ 0x03c, "an invalid mode" },
	{ 0x03d, "an invalid name of a process" },
	{ 0x03e, "no such module on the DSP" },
	{ 0x03f, "no such instance" },
	{ 0x040, "no such thread" },
	{ 0x041, "no such process" },
	{ 0x042, "no such function in the library" },
	{ 0x043, "no such device" },
	{ 0x044, "no such property" },
	{ 0x045, "no such file" },
	{ 0x046, "no such handle: it has been closed" },
	{ 0x047, "no such stream" },
	{ 0x048, "no such map on the DSP" },
	{ 0x049, "no such register" },
	{ 0x04a, "no such client of a driver of the DSP" },
	{ 0x04b, "the DSP's domain is not ready: no session is open on it" },
	{ 0x04c, "a bad offset in a buffer" },
	{ 0x04d, "a bad size of a buffer" },
	{ 0x04e, "no permission: for a new process it takes root, or an unsigned one; "
		 "for a file or a map look at its access rights" },
	{ 0x04f, "a bad file descriptor" },
	{ 0x050, "the DSP does not know this process of the CPU" },
	{ 0x051, "a bad thread id" },
	{ 0x052, "damaged, or no library for this DSP" },
	{ 0x053, "a bad address space" },
	{ 0x054, "a bad context of a call" },
	{ 0x055, "memory is not aligned as the DSP wants it" },
	{ 0x056, "the driver refused a request: is it older than the library?" },
	{ 0x057, RESULT_FILE ": opening it failed, or no device node of the DSP" },
	{ 0x058, RESULT_FILE ": reading a line failed" },
	{ 0x059, RESULT_FILE ": flushing it failed" },
	{ 0x05a, RESULT_FILE ": closing it failed" },
	{ 0x05b, "the end of the file" },
	{ 0x05c, "the DSP could not read the file" },
	{ 0x05d, "the DSP could not write the file: this machine gives files for reading only" },
	{ 0x05e, RESULT_FILE ": no position" },
	{ 0x05f, RESULT_FILE ": its position could not be set" },
	{ 0x060, RESULT_FILE ": no position" },
	{ 0x061, RESULT_FILE ": its position could not be set" },
	{ 0x062, "the file is larger than the DSP takes" },
	{ 0x063, "a variable of this machine's environment could not be read" },
	{ 0x064, "a variable of this machine's environment could not be set" },
	{ 0x065, "no room in the process' address space" },
	{ 0x066, "shared memory could not be mapped" },
	{ 0x067, "shared memory could not be allocated" },
	{ 0x068, "connection reset: the process on the DSP has ended" },
	{ 0x069, "the DSP has no root of trust to check a signature with: use an unsigned process" },
	{ 0x06a, "it was not locked" },
	{ 0x06b, "not initialized: no session is open on this DSP" },
	{ 0x06c, "this request is not supported here" },
	{ 0x06d, "a command could not be unpacked" },
	{ 0x06e, "waiting for an event failed" },
	{ 0x06f, "reading an event failed" },
	{ 0x070, "too many buffers" },
	{ 0x071, "invalid arguments" },
	{ 0x072, "the DSP refuses the connection: it takes unsigned processes only, "
		 "or its processes have no PD shell" },
	{ 0x081, "the library has no signature, and the device no test signature: "
		 "use an unsigned process" },
	{ 0x082, "the hash of the library is invalid: sign it anew" },
	{ 0x083, "a bad virtual address" },
	{ 0x084, "no such job or group of processes" },
	{ 0x085, "a map is used more or less often than it was taken" },
	{ 0x086, "a bad number of pages" },
	{ 0x087, "it is mapped already" },
	{ 0x088, "no more sections of memory: unmap something" },
	{ 0x089, "a client of the DSP's operating system could not be opened" },
	{ 0x08a, "no session is free: close one" },
	{ 0x101, "the DSP's transport got a packet of an invalid size" },
	{ 0x102, "the DSP's transport is open already" },
	{ 0x103, "the DSP's transport could not be opened" },
	{ 0x104, "the DSP's transport could not send" },
	{ 0x105, "the DSP's transport took no callback" },
	{ 0x121, "a device of the DSP could not be attached" },
	{ 0x122, "an interrupt of the DSP could not be registered" },
	{ 0x123, "an interrupt of the DSP could not be unregistered" },
	{ 0x124, "a property of a device of the DSP could not be read" },
	{ 0x125, "a value of a device of the DSP could not be read" },
	{ 0x126, "the DSP refused a request for its clock" },
	{ 0x141, "QuRT could not make a memory region" },
	{ 0x142, "QuRT could not clean the cache" },
	{ 0x143, "QuRT could not read the attributes of a region" },
	{ 0x144, "QuRT does not allow these permissions of a region" },
	{ 0x145, "QuRT could not add memory to a pool" },
	{ 0x146, "QuRT could not register a device" },
	{ 0x147, "QuRT could not make a memory pool" },
	{ 0x148, "QuRT gave no virtual address" },
	{ 0x149, "QuRT could not delete a region" },
	{ 0x14a, "QuRT has no such memory pool" },
	{ 0x14b, "QuRT could not start a thread: too many, or no memory for its stack" },
	{ 0x14c, "QuRT could not copy to memory of the process: a bad address" },
	{ 0x14d, "QuRT could not map memory" },
	{ 0x14e, "QuRT does not know this client" },
	{ 0x14f, "the process was started again before the old one had ended" },
	{ 0x150, "QuRT could not open a driver of the DSP" },
	{ 0x151, "QuRT could not copy from memory of the process: a bad address" },
	{ 0x152, "QuRT could not lock lines of the cache" },
	{ 0x153, "a driver of the DSP does not know this request" },
	{ 0x154, "QuRT could not make a handle" },
	{ 0x155, RESULT_FIRMWARE },
	{ 0x156, RESULT_FIRMWARE },
	{ 0x157, "QuRT does not know this virtual address" },
	{ 0x158, "QuRT does not know this physical address" },
	{ 0x159, "the DSP could not move the process into secure memory" },
	{ 0x160, "QuRT could not open a driver of the DSP" },
	{ 0x161, "QuRT could not unmap memory" },
	{ 0x162, "QuRT could not close a driver of the DSP" },
	{ 0x163, "waiting for another thread failed" },
	{ 0x171, "the DSP refused a request for power" },
	{ 0x172, "the DSP could not release a request for power" },
	{ 0x173, "the DSP refused a parameter for its power" },
	{ 0x174, "the DSP took no client for its power" },
	{ 0x175, "the DSP does not tell about its power" },
	{ 0x176, "the process has too many clients for the DSP's power: release some" },
	{ 0x177, "the DSP took no client for its clock" },
	{ 0x178, "the DSP could not register for the end of the process" },
	{ 0x180, "the DSP's operating system has no default process" },
	{ 0x181, "a vote for power without a context" },
	{ 0x182, "no such asynchronous call" },
	{ 0x183, "the asynchronous call is not done yet" },
	{ 0x190, "this machine was busy: try again" },
	{ 0x191, "the process has got all memory of this machine that it may have" },
	{ 0x192, "the DSP's own memory for processes is used up" },
	{ 0x193, "the heap of the process cannot grow any more" },
	{ 0x194, "the library's interface has another version: open it by its own URI, with _idlver" },
	{ 0x200, "remote call failed: often a missing PD shell, or a process that crashed" },
	{ 0x201, RESULT_FILE ", or too many are open" },
	{ RESULT_DSP + 0x068, "not enough memory to share: free buffers" },
	{ 0x204, "it would have to wait: nothing is there yet, or there is no room" },
};

static const char *result_find(uint32_t code)
{
	for (size_t i = 0; i < sizeof(result_words) / sizeof(result_words[0]); i++) {
		if (result_words[i].code == code)
			return result_words[i].text;
	}
	return NULL;
}

const char *qda_result_text(int32_t result)
{
	uint32_t code = (uint32_t)result;
	const char *text = result_find(code);

	if (!text && code >= RESULT_DSP && code < RESULT_DSP_END)
		text = result_find(code - RESULT_DSP);
	return text ? text : "a code of the method's own, or one that is not documented";
}
