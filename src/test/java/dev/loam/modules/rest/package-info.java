/// Tests of the REST module without a database: what is sent to it and what is made of its answers.
package dev.loam.modules.rest;
