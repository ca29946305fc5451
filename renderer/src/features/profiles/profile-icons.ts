import {
  Briefcase,
  Building2,
  Cloud,
  Database,
  FlaskConical,
  Globe,
  House,
  Rocket,
  ShoppingBag,
  Smartphone,
  Wrench,
} from '@lucide/vue';
import type { Component } from 'vue';
import type { ProfileIcon } from '#contract/profiles.ts';

/** The picture of each icon; null for the letters of the name. */
export const iconPictures: Readonly<Record<ProfileIcon, Component | null>> = {
  letters: null,
  bag: ShoppingBag,
  briefcase: Briefcase,
  building: Building2,
  cloud: Cloud,
  database: Database,
  flask: FlaskConical,
  globe: Globe,
  house: House,
  phone: Smartphone,
  rocket: Rocket,
  wrench: Wrench,
};
