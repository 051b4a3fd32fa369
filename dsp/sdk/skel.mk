# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# For the Makefile of a library of your own:
#
#	include .../dsp/sdk/skel.mk
#	libhello_skel.so: hello.c more.c

SKEL_DIR := $(dir $(lastword $(MAKEFILE_LIST)))
SKEL_CC ?= clang-19
SKEL_SDK := $(wildcard $(addprefix $(SKEL_DIR),*.c *.cfg include/qda/*.h))

lib%_skel.so: $(SKEL_SDK)
	$(SKEL_CC) --config=$(SKEL_DIR)skel.cfg -Wl,-soname,$(@F) $(SKEL_CFLAGS) \
		$(filter-out $(SKEL_SDK),$(filter %.c,$^)) -o $@
