package dev.loam.bench.spring;
class Main { public static void main(String[] a) { } }
