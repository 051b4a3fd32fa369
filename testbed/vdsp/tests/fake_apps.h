/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TESTS_FAKE_APPS_H
#define VDSP_TESTS_FAKE_APPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define APPS_RING 0x4000u

/* struct apps_packet - a packet from the DSP; at most 64 bytes behind the header are kept */
struct apps_packet {
	uint16_t command;
	uint16_t param1;
	uint32_t param2;
	uint32_t words[16];
};

/* struct fake_apps - the guest's end of a GLINK edge */
struct fake_apps {
	uint32_t *words;	/* the descriptor */
	uint8_t *tx;		/* APPS to DSP */
	uint8_t *rx;
};

void apps_send(struct fake_apps *a, unsigned int command, unsigned int param1, uint32_t param2,
	       const void *data, size_t len);
void apps_send_data(struct fake_apps *a, unsigned int channel, uint32_t intent,
		    const void *msg, uint32_t len, uint32_t left);
void apps_send_intent(struct fake_apps *a, unsigned int channel, uint32_t size, uint32_t id);
bool apps_receive(struct fake_apps *a, struct apps_packet *packet);

/* The next packet must be this one. */
bool apps_expect(struct fake_apps *a, unsigned int command, unsigned int param1,
		 uint32_t param2);
bool apps_expect_nothing(struct fake_apps *a);

#endif /* VDSP_TESTS_FAKE_APPS_H */
